"""The first question of every form: is someone in danger now? In words for the age of those who are asked (FC3)."""

from collections.abc import Mapping

from contracts.vocabulary.feedback import SourceGroup
from services.chassis.rules.values import Value

FIELD = "not_safe_now"
"""The field of a response that holds the answer: true for yes."""


class DangerQuestion(Value):
    """The question, its two answers, and the words shown at once after a yes."""

    field: str = FIELD
    words: str
    yes: str
    no: str
    after_yes: str


FOR_CHILDREN = DangerQuestion(
    words="First: is someone hurting you or scaring you now? Or hurting someone you know?",
    yes="Yes",
    no="No",
    after_yes="If you are in danger, call 999. You can also go to a grown-up you trust. Please send this form too. "
    "You do not have to answer anything else. We ask a person to read it straight away.",
)
FOR_YOUNG_PEOPLE = DangerQuestion(
    words="First: are you, or is someone you know, in danger or being hurt right now?",
    yes="Yes",
    no="No",
    after_yes="If someone is in danger now, call 999. Please send this form too, even if you answer nothing else. "
    "We ask a person to read it straight away. They may use what you tell us to keep people safe.",
)
FOR_ADULTS = DangerQuestion(
    words="First: is a child, or anyone else, in danger or being hurt now?",
    yes="Yes",
    no="No",
    after_yes="If someone is in danger now, call 999. Please send this form too, even if you answer nothing else. "
    "We ask a person to read it straight away. They may use what you tell us, and how to contact you, to keep people safe.",
)
QUESTIONS: Mapping[SourceGroup, DangerQuestion] = {
    SourceGroup.CHILD: FOR_CHILDREN,
    SourceGroup.SIBLING: FOR_CHILDREN,
    SourceGroup.YOUNG_PERSON: FOR_YOUNG_PEOPLE,
}
"""The questions for children and young people. Everyone else is asked as an adult."""


def danger_question(group: SourceGroup) -> DangerQuestion:
    return QUESTIONS.get(group, FOR_ADULTS)
