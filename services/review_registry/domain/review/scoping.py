"""Setting the scope of a review: agencies, questions, and the child's lived experience (RR3, R3, R17, R19)."""

from datetime import date
from typing import Annotated

from pydantic import Field

from contracts.events.event import Event
from contracts.events.review_registry import LeadReviewerIndependenceLost, ReviewScoped
from contracts.framework.document import Framework
from contracts.vocabulary.reviews import AgencyPart
from contracts.vocabulary.types import Pseudonym
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.names import agency_name
from services.review_registry.domain.review.declaring import against
from services.review_registry.domain.review.gates.scope import scope_lacks
from services.review_registry.domain.review.guards import not_after, not_before
from services.review_registry.domain.review.independence import codes_of, failing_tests, lost_since
from services.review_registry.domain.review.state import AgencyInScope, Lead, Narrowed, Review, Scope

CASE = ("period_from", "period_to", "children", "agencies", "lines_of_enquiry")
"""The parts of a scope that a lead reviewer's declaration is about."""


class AgencyTakingPart(AgencyInScope, CommandBody):
    """An agency that is to take part, and its part."""


class SetScope(CommandBody):
    """Sets the scope, or changes it later."""

    period_from: date
    period_to: date
    children: tuple[Pseudonym, ...] = Field(min_length=1, max_length=50)
    """A pseudonym for each child in scope."""
    agencies: tuple[AgencyTakingPart, ...] = Field(max_length=100)
    lines_of_enquiry: tuple[Annotated[str, Field(min_length=5, max_length=1000)], ...] = Field(default=(), max_length=50)
    practitioner_involvement: str = Field(default="", max_length=4000)
    """The plan to involve practitioners from the start."""
    lived_experience: str = Field(default="", max_length=4000)
    """The plan to examine the child's lived experience."""
    reason: str = Field(default="", max_length=2000)
    """The reason to leave out something that was in scope."""


def set_scope(review: Review, command: SetScope, given: Given) -> Decided[Review]:
    """Sets or changes the scope, and checks the lead reviewer's independence against it."""
    scope = _next_scope(review.scope, command)
    narrower = review.scope is not None and _narrower(review.scope, scope)
    refuse_if_any(
        not_before(review, "scoping", given.framework)
        + _scope_reasons(review.scope, command, given)
        + _later_reasons(review, scope, command.reason, narrower=narrower, given=given)
    )
    kept = Narrowed(version=scope.version, reason=command.reason, on=given.today, by=given.actor.person_ref)
    changed = review.model_copy(
        update={"scope": scope, "narrowed": (*review.narrowed, kept) if narrower and command.reason else review.narrowed}
    )
    events: list[Event] = [
        ReviewScoped(
            review=review.id,
            agencies=scope.agency_codes(),
            parts={each.agency: each.part for each in scope.agencies},
            version_of_scope=scope.version,
        )
    ]
    if review.lead is not None:
        lead = _checked_again(changed, review.lead, given)
        if {*lead.lost} - {*review.lead.lost}:
            events.append(LeadReviewerIndependenceLost(review=review.id, failing=codes_of(lead.lost)))
        changed = changed.model_copy(update={"lead": lead})
    return Decided(changed, tuple(events))


def _next_scope(before: Scope | None, command: SetScope) -> Scope:
    """Returns the next version. A change of the case makes it the one that the lead declares for."""
    version = before.version + 1 if before else 1
    scope = Scope(**command.model_dump(exclude={"reason"}), version=version, case_version=version)
    if before and all(getattr(before, part) == getattr(scope, part) for part in CASE):
        return scope.model_copy(update={"case_version": before.case_version})
    return scope


def _checked_again(review: Review, lead: Lead, given: Given) -> Lead:
    """Returns the lead after the check of their latest declaration against the scope."""
    tested = against(review, lead.agency, lead.declaration.scope_version, given)
    failing = failing_tests(lead.declaration, lead.mitigations, tested)
    return lead.model_copy(update={"lost": lost_since(lead.lost, failing, tested.agencies)})


def _narrower(before: Scope, after: Scope) -> bool:
    """Returns whether something in scope before is left out."""
    under = {each.agency for each in after.agencies if each.part is AgencyPart.PRACTICE_UNDER_REVIEW}
    return (
        after.period_from > before.period_from
        or after.period_to < before.period_to
        or not {*before.children} <= {*after.children}
        or not {*before.agency_codes()} <= {*after.agency_codes()}
        or not {each.agency for each in before.agencies if each.part is AgencyPart.PRACTICE_UNDER_REVIEW} <= under
        or not {*before.lines_of_enquiry} <= {*after.lines_of_enquiry}
    )


def _later_reasons(review: Review, scope: Scope, reason: str, *, narrower: bool, given: Given) -> list[Reason]:
    """Returns a reason for each part that may not be left out once the review has left scoping."""
    if not not_after(review, "scoping", given.framework):
        return []
    reasons = scope_lacks(scope)
    if narrower and not reason:
        sentence = "This leaves out something that was in scope. Enter the reason."
        reasons.append(Reason("scope/narrower-without-reason", sentence, "reason"))
    return reasons


def _scope_reasons(before: Scope | None, command: SetScope, given: Given) -> list[Reason]:
    """Returns everything that keeps this scope from being set."""
    framework, codes = given.framework, [each.agency for each in command.agencies]
    reasons = [
        Reason("scope/unknown-agency", "Choose an agency from the settings.", f"agencies/{place}/agency")
        for place, code in enumerate(codes)
        if code not in framework.agency_codes()
    ]
    known = before.agency_codes() if before else ()
    reasons += [
        Reason("scope/agency-ended", _ended(code, framework), f"agencies/{place}/agency")
        for place, code in enumerate(codes)
        if code not in known
        and any(each.code == code and each.to_day and each.to_day < given.today for each in framework.agencies)
    ]
    if len(set(codes)) < len(codes):
        reasons.append(Reason("scope/agency-twice", "You named an agency twice. Remove one of them.", "agencies"))
    if command.period_to < command.period_from:
        sentence = "The end date is before the start date. Enter a later end date."
        reasons.append(Reason("scope/period-backwards", sentence, "period_to"))
    return reasons


def _ended(code: str, framework: Framework) -> str:
    """Returns the sentence that an agency has ended, with the one that took over its duties."""
    successor = next((each.successor for each in framework.agencies if each.code == code), None)
    ended = f"{agency_name(framework, code)} no longer exists."
    return f"{ended} Name {agency_name(framework, successor)} instead." if successor else f"{ended} Choose another agency."
