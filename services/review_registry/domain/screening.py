"""Decisions of the partnership about a review (RR1; domain.md 2b). Never edited: a later one supersedes."""

from datetime import date
from enum import StrEnum

from pydantic import Field

from contracts.framework.document import ReviewType
from contracts.vocabulary.types import Code, PersonRef
from services.chassis.rules.decisions import Given, Reason
from services.review_registry.domain.part import Part


class Rationale(Part):
    """What every decision records besides its outcome."""

    body: Code
    """The body that decided: `review-group`, `executive`."""
    quorum: tuple[Code, ...] = Field(min_length=1)
    """The agencies that were present."""
    options: tuple[Code, ...] = Field(min_length=1)
    """What was considered."""
    rationale: str = Field(min_length=10, max_length=4000)
    evidence: tuple[str, ...] = ()
    dissent: tuple[str, ...] = ()


class Screening(StrEnum):
    """D1: what, if anything, should we do?"""

    LOCAL_REVIEW = "local-review"
    SINGLE_AGENCY = "single-agency"
    REFER_ELSEWHERE = "refer-elsewhere"
    NO_FURTHER_ACTION = "no-further-action"


class CriterionAnswer(Part):
    criterion: Code
    met: bool
    evidence: str = Field(min_length=5, max_length=4000)


class ScreenReview(Rationale):
    """Decides, criterion by criterion, whether to go ahead (D1)."""

    outcome: Screening
    answers: tuple[CriterionAnswer, ...]


class Decision(Rationale):
    """A recorded decision: which, with what outcome, on which day, by whom."""

    decision: Code
    outcome: Code
    on: date
    agency: Code
    person_ref: PersonRef
    answers: tuple[CriterionAnswer, ...] = ()


def recorded(decision: str, outcome: str, command: Rationale, given: Given) -> Decision:
    """A decision as it stays on the review."""
    kept = {name: value for name, value in command if name in Rationale.model_fields or name == "answers"}
    return Decision(
        **kept, decision=decision, outcome=outcome, on=given.today, agency=given.actor.agency, person_ref=given.actor.person_ref
    )


def faults_of(screening: ScreenReview, review_type: ReviewType) -> list[Reason]:
    """Each criterion of the type is answered once, and no other."""
    asked = [criterion.code for criterion in review_type.criteria]
    answered = [answer.criterion for answer in screening.answers]
    reasons = [
        Reason("screening/criterion-unanswered", f"The criterion {code} is not answered.", "answers")
        for code in asked
        if code not in answered
    ]
    for place, code in enumerate(answered):
        path = f"answers/{place}/criterion"
        if code not in asked:
            reasons.append(Reason("screening/unknown-criterion", "This type of review has no such criterion.", path))
        elif code in answered[:place]:
            reasons.append(Reason("screening/criterion-twice", "This criterion is answered twice.", path))
    return reasons
