"""Notices on the form of a survey, shown before people write anything (FC3)."""

from contracts.vocabulary.types import Code
from services.chassis.rules.values import Value


class Notice(Value):
    """A notice on the form."""

    code: Code
    words: str


NOTICES = (
    Notice(
        code="at-risk-now",
        words="If you or somebody else is not safe now, ring 999. Say so here too: a person looks at once at what says that "
        "somebody is at risk now, and uses whatever you tell us, also how to reach you, to keep people safe.",
    ),
    Notice(
        code="how-it-is-used",
        words="What you write is read by the people who run this, to make services better. Others see counts and replies only, "
        "unless you allow more below.",
    ),
    Notice(
        code="anonymous",
        words="Nobody knows who you are unless you write it: no name, account or address of a device is kept, and of the time "
        "only the day. Where somebody is at risk now, the time that it came is kept with it.",
    ),
    Notice(
        code="receipt",
        words="You get a receipt code. Keep it: with it, and only with it, you can see what came of what you said, or take it "
        "back. It cannot be given to you a second time.",
    ),
)
RECEIPT = NOTICES[-1]
