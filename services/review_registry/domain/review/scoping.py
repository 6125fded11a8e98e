"""Setting the scope of a review: agencies, questions, and the child's lived experience (RR3, R3, R17, R19)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from contracts.events.event import Event
from contracts.events.review_registry import LeadReviewerIndependenceLost, ReviewScoped
from contracts.framework.document import Framework
from contracts.vocabulary.types import Pseudonym
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.guards import not_before, type_of
from services.review_registry.domain.review.independence import failing_tests
from services.review_registry.domain.review.state import AgencyInScope, Review, Scope


class AgencyTakingPart(AgencyInScope, CommandBody):
    """An agency that is to take part, and its part."""


class SetScope(CommandBody):
    """Sets the scope, or widens it later."""

    period_from: date
    period_to: date
    children: tuple[Pseudonym, ...] = Field(min_length=1)
    """A pseudonym for each child in scope."""
    agencies: tuple[AgencyTakingPart, ...]
    lines_of_enquiry: tuple[Annotated[str, Field(min_length=5, max_length=1000)], ...] = ()
    practitioner_involvement: str = Field(default="", max_length=4000)
    """The plan to involve practitioners from the start."""
    lived_experience: str = Field(default="", max_length=4000)
    """The plan to examine the child's lived experience."""


def set_scope(review: Review, command: SetScope, given: Given) -> Decided[Review]:
    """Sets or widens the scope, and checks the lead reviewer's independence against it."""
    refuse_if_any(not_before(review, "scoping", given.framework) + _scope_reasons(command, given.framework))
    scope = Scope(**command.model_dump(), version=review.scope.version + 1 if review.scope else 1)
    agencies = scope.agency_codes()
    events: list[Event] = [
        ReviewScoped(
            review=review.id,
            agencies=agencies,
            parts={each.agency: each.part for each in scope.agencies},
            version_of_scope=scope.version,
        )
    ]
    lead = review.lead
    if lead is not None:
        level = type_of(review, given.framework).independence
        failed = failing_tests(lead.declaration, agencies, lead.mitigations, level, given.framework, given.today)
        lost = tuple(test.code for test in failed)
        if set(lost) - set(lead.lost):
            events.append(LeadReviewerIndependenceLost(review=review.id, failing=lost))
        lead = lead.model_copy(update={"lost": lost})
    return Decided(review.model_copy(update={"scope": scope, "lead": lead}), tuple(events))


def _scope_reasons(command: SetScope, framework: Framework) -> list[Reason]:
    """Returns everything that keeps this scope from being set."""
    codes = [each.agency for each in command.agencies]
    reasons = [
        Reason("scope/unknown-agency", "Choose an agency from the settings.", f"agencies/{place}/agency")
        for place, code in enumerate(codes)
        if code not in framework.agency_codes()
    ]
    if len(set(codes)) < len(codes):
        reasons.append(Reason("scope/agency-twice", "You named an agency twice. Remove one of them.", "agencies"))
    if command.period_to < command.period_from:
        sentence = "The end date is before the start date. Enter a later end date."
        reasons.append(Reason("scope/period-backwards", sentence, "period_to"))
    return reasons
