"""Answering a survey without an account (FC3)."""

from typing import Annotated

from pydantic import Field, StringConstraints, field_validator

from contracts.framework.document import Framework
from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Decided, Given, Reason, Refused, refuse_if_any
from services.chassis.rules.detectors import identifying
from services.chassis.rules.values import CommandBody, Value, refuse_too_long
from services.feedback_capture.domain.response.chasing import late_on
from services.feedback_capture.domain.response.consents import GivenBy, Purpose, answered
from services.feedback_capture.domain.response.erasing import contact_owner
from services.feedback_capture.domain.response.form import LONGEST, USED, read_token, unless_open
from services.feedback_capture.domain.response.risk import risks
from services.feedback_capture.domain.response.state import Response, ResponseStatus
from services.feedback_capture.domain.survey.state import SCALE, Asking, QuestionKind

Text = Annotated[str, StringConstraints(max_length=4000)]
MOST_IN_ALL = 20_000
"""Characters of all answers of one form."""
Contact = Annotated[str, StringConstraints(max_length=200)]


class SurveyAnswers(CommandBody):
    """Answers to a survey. `answers` holds a text, or a number from 1 to 5, for each question."""

    survey: Id
    form_token: str = Field(default="", max_length=LONGEST)
    """The token that came with the form."""
    answers: dict[Code, Text] = Field(max_length=30)
    not_safe_now: bool = False
    contact: Contact | None = None
    consents: tuple[Purpose, ...] = Field(default=(), max_length=len(Purpose))
    """The uses that are allowed. All others are not."""
    consents_by: GivenBy = GivenBy.SELF

    @field_validator("answers")
    @classmethod
    def of_a_bearable_length(cls, answers: dict[Code, Text]) -> dict[Code, Text]:
        """Returns the answers by code, so that a repeat in another order is the same request.

        Refuses more words than a person who reads a page of answers can wait for.
        """
        refuse_too_long(answers.values(), MOST_IN_ALL)
        return dict(sorted(answers.items()))


class Respond(SurveyAnswers):
    """Answers a survey, with the caller's own secret. The receipt code is made from it, and it is never written anywhere."""

    secret: str = Field(exclude=True)

    @property
    def own(self) -> str:
        """Returns the text that no other response has: the random part of its form, and the secret of the caller."""
        token = read_token(self.survey, self.form_token)
        return f"{token[0].nonce if token else ''}/{self.secret}"


class Sorted(Value):
    """Answers sorted by kind of question and screened."""

    texts: dict[Code, str]
    scales: dict[Code, str]
    contact: str | None
    consents: tuple[Purpose, ...]
    consents_by: GivenBy = GivenBy.SELF
    hits: tuple[Code, ...]
    """Kinds of detail that may identify a person."""
    risks: tuple[Code, ...]
    """Signs that someone is at risk now. Any of them raises a concern."""
    receipt: str = ""
    """The fingerprint of the receipt code."""


def words_in(command: SurveyAnswers, survey: Asking | None) -> dict[Code, str]:
    """Returns the answers that no scale asks for. An empty answer counts as none."""
    scales = {each.code for each in survey.questions if each.kind is QuestionKind.SCALE} if survey else set()
    return {code: words for code, words in command.answers.items() if words and code not in scales}


def sort_answers(command: SurveyAnswers, survey: Asking | None, framework: Framework) -> Sorted:
    """Sorts the answers by kind of question, and screens their words. An empty answer counts as none."""
    texts = words_in(command, survey)
    answers = {code: words for code, words in command.answers.items() if words}
    written = [*answers.values(), command.contact or ""]
    return Sorted(
        texts=texts,
        scales={code: words for code, words in answers.items() if code not in texts},
        contact=command.contact or None,
        consents=tuple(dict.fromkeys(command.consents)),
        consents_by=command.consents_by,
        hits=tuple(dict.fromkeys(hit for words in written for hit in identifying(words))),
        risks=risks(written, not_safe_now=command.not_safe_now, rules=framework.feedback),
    )


def faults(answers: Sorted, survey: Asking) -> list[Reason]:
    """Returns every reason to refuse the answers."""
    reasons = [
        Reason("response/unknown-question", "This survey does not ask this. Answer only the questions on the form.", "answers")
        for code in answers.texts
        if survey.question(code) is None
    ]
    if any(value not in SCALE for value in answers.scales.values()):
        reasons.append(Reason("response/off-the-scale", "Choose a number from 1 to 5.", "answers"))
    if not answers.texts and not answers.scales and not answers.risks:
        reasons.append(Reason("response/empty", "Answer at least one question.", "answers"))
    if answers.contact and Purpose.CONTACT_AGAIN not in answers.consents and not answers.risks:
        reasons.append(
            Reason(
                "response/contact-not-allowed",
                "To leave your contact details, allow us to contact you again. Otherwise leave this empty.",
                "contact",
            )
        )
    return reasons


def respond(state: Response | None, answers: Sorted, given: Given, survey: Asking | None) -> Decided[Response]:
    """Keeps the answers as they were sorted. A form is answered once.

    Keeps contact details only if the person allows us to use them. A concern has a copy of its own.
    """
    if state is not None:
        raise Refused(USED)
    reasons = unless_open(survey, given.today)
    if survey is None or reasons:
        raise Refused(*reasons)
    refuse_if_any(faults(answers, survey))
    return Decided(
        Response(
            id=given.id,
            survey=survey.id,
            source_group=survey.source_group,
            service=survey.service,
            said_on=given.today,
            chase_on=late_on(given.today, ResponseStatus.RECEIVED, given.framework.feedback),
            status=ResponseStatus.RECEIVED,
            receipt=answers.receipt,
            texts=answers.texts,
            has_words=bool(answers.texts),
            scales={code: int(value) for code, value in answers.scales.items()},
            contact_key=contact_owner(given.id),
            contact=answers.contact if Purpose.CONTACT_AGAIN in answers.consents else None,
            consents=answered(answers.consents, answers.consents_by, given.today),
            hits=answers.hits,
            concern=bool(answers.risks),
        )
    )
