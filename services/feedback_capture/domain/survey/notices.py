"""Notices on the form of a survey, shown before people write anything (FC3)."""

from contracts.framework.involvement import FeedbackRules
from contracts.vocabulary.types import Code
from services.chassis.rules.values import Value


class Notice(Value):
    """A notice on the form."""

    code: Code
    words: str


UNCHANGING = (
    Notice(
        code="how-it-is-used",
        words="Our own team reads what you write, to keep people safe and to write a reply. We count the marks from 1 to 5. "
        "We do nothing else with it, unless you say yes below. You can change a yes to no later.",
    ),
    Notice(
        code="anonymous",
        words="We do not know who you are unless you tell us. You do not need an account. "
        "We do not keep the address of your phone or computer. "
        "We keep the date but not the time, unless someone may be at risk now.",
    ),
    Notice(
        code="receipt",
        words="When you send your answers, you get a receipt code. Keep it safe. "
        "You need it to see our reply, or to take back what you said. If you lose it, we cannot give you another. "
        "If a court needs what you said, we lock it when you take it back, and delete it later.",
    ),
)
"""The wording is for children too: short words, and only what is true of the service."""
RECEIPT = UNCHANGING[-1]


def notices(rules: FeedbackRules) -> tuple[Notice, ...]:
    """Returns the notices of a form. The first promises a reader in the days of the settings, and no more than that."""
    days = rules.read_within_days
    within = "one working day" if days == 1 else f"{days} working days"
    words = (
        f"A person reads every answer within {within}. "
        "A computer also looks for words that say that someone is not safe. It does not find them all. "
        "So if someone is in danger now, call 999."
    )
    return (Notice(code="who-reads-it", words=words), *UNCHANGING)
