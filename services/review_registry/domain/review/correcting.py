"""Correcting the words of a confirmed finding, with a reason that stays (RR4)."""

from typing import Annotated

from pydantic import Field

from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import Decided, Given, Reason, Refused, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.guards import not_leading, not_public
from services.review_registry.domain.review.public_text import UNCHECKED
from services.review_registry.domain.review.state import Correction, FindingWords, Review, finding_of

Words = Annotated[str, Field(min_length=10, max_length=4000)]


class CorrectFinding(CommandBody):
    """Corrects words of a confirmed finding. Its agencies, response, themes and priority stay as they are."""

    finding: Id
    because: str = Field(min_length=10, max_length=2000)
    what_happened: Words | None = None
    meaning_for_the_child: Words | None = None
    working_together: Words | None = None
    learning_statement: Annotated[str, Field(min_length=10, max_length=2000)] | None = None


def correct_finding(review: Review, command: CorrectFinding, given: Given) -> Decided[Review]:
    """Replaces the words given, and keeps the earlier ones. Checks of the text to publish no longer count."""
    found = finding_of(review, command.finding)
    words = command.model_dump(include=set(FindingWords.model_fields), exclude_none=True)
    reasons = not_leading(review, given.actor) + not_public(review)
    if found is None:
        reasons.append(Reason("finding/unknown", "Choose a finding of this review.", "finding"))
    elif found.confirmed_on is None:
        reasons.append(Reason("finding/still-a-draft", "This finding is still a draft. Edit it instead.", "finding"))
    if not words:
        reasons.append(Reason("finding/nothing-to-correct", "Enter the words that you want to correct."))
    refuse_if_any(reasons)
    if found is None:
        raise Refused(*reasons)
    by = given.actor.person_ref
    earlier = {name: getattr(found, name) for name in FindingWords.model_fields}
    correction = Correction(**earlier, on=given.today, by=by, because=command.because)
    changes = {
        **words,
        "corrections": (*found.corrections, correction),
        "edited_by": tuple(dict.fromkeys((*found.edited_by, by))),
    }
    corrected = found.model_copy(update=changes)
    findings = tuple(corrected if each.id == found.id else each for each in review.findings)
    return Decided(review.model_copy(update={"findings": findings, **UNCHECKED}))
