"""Appointing the lead reviewer on their declaration, or deciding not to (RR3, R16; decision D4)."""

from pydantic import Field

from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, PersonRef
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.declaring import MadeDeclaration, against, declared, employment_reasons
from services.review_registry.domain.review.guards import not_before
from services.review_registry.domain.review.independence import case_version, failing_tests, reasons_for
from services.review_registry.domain.review.rationale import Rationale, decided_on_reasons, recorded
from services.review_registry.domain.review.sides import not_on_a_side
from services.review_registry.domain.review.state import Lead, Mitigation, Reasoning, RejectedLead, Review

INDEPENDENT = "independent"
"""The agency code of people who act for no agency."""


class ProposedMitigation(Mitigation, CommandBody):
    """A mitigation of one failed test on one ground, if the framework allows it."""

    how: str = Field(min_length=10, max_length=2000)


class ProposedLead(Rationale):
    """A decision about a person who was proposed as lead reviewer (D4)."""

    agency: Code = INDEPENDENT
    """The agency that the person acts for."""
    person_ref: PersonRef


class AppointLead(ProposedLead):
    """Appoints the lead reviewer (D4), on what they declare about themselves."""

    declaration: MadeDeclaration
    mitigations: tuple[ProposedMitigation, ...] = Field(default=(), max_length=100)


class RejectLead(ProposedLead):
    """Records that the person proposed is not to lead the review (D4)."""


def appoint_lead(review: Review, command: AppointLead, given: Given) -> Decided[Review]:
    """Appoints the lead reviewer, or replaces one who is no longer independent."""
    version = case_version(review.scope)
    failed = failing_tests(command.declaration, command.mitigations, against(review, command.agency, version, given))
    refuse_if_any(
        _deciding_reasons(review, command, given)
        + _in_place(review, command)
        + employment_reasons(command.declaration, given.framework)
        + reasons_for(failed, given.framework)
    )
    decision = recorded("appoint", "appoint-with-mitigation" if command.mitigations else "appoint", command, given)
    lead = Lead(
        **command.model_dump(include={*Reasoning.model_fields, "agency", "person_ref", "mitigations"}),
        declaration=declared(command.declaration, version, decision.on, given),
        appointed_on=decision.on,
        appointed_by=given.actor.person_ref,
    )
    former = (*review.former_leads, review.lead) if review.lead else review.former_leads
    changes = {"lead": lead, "former_leads": former, "decisions": (*review.decisions, decision)}
    return Decided(review.model_copy(update=changes))


def reject_lead(review: Review, command: RejectLead, given: Given) -> Decided[Review]:
    """Records the decision. A lead who was appointed stays."""
    refuse_if_any(_deciding_reasons(review, command, given))
    decision = recorded("appoint", "reject", command, given)
    rejected = RejectedLead(agency=command.agency, person_ref=command.person_ref, on=decision.on)
    changes = {"rejected_leads": (*review.rejected_leads, rejected), "decisions": (*review.decisions, decision)}
    return Decided(review.model_copy(update=changes))


def _deciding_reasons(review: Review, command: ProposedLead, given: Given) -> list[Reason]:
    """Returns everything that keeps this decider from deciding on this person."""
    reasons = not_before(review, "lead-appointment", given.framework) + not_on_a_side(review, given)
    reasons += decided_on_reasons(review, command, given)
    # The reference alone is compared: one person may lead as `independent` and decide for the partnership.
    if command.person_ref == given.actor.person_ref:
        sentence = "You cannot decide on yourself as lead reviewer. Ask another decider."
        reasons.append(Reason("lead/own-appointment", sentence, "person_ref"))
    if command.agency not in {INDEPENDENT, PARTNERSHIP, *given.framework.agency_codes()}:
        sentence = "Choose the agency that the person acts for from the settings, or `independent`."
        reasons.append(Reason("lead/unknown-agency", sentence, "agency"))
    return reasons


def _in_place(review: Review, command: AppointLead) -> list[Reason]:
    """Returns a reason if another lead is in place who has lost nothing. They stand down first, for a recorded reason."""
    lead = review.lead
    if lead is None or lead.lost or (lead.agency, lead.person_ref) == (command.agency, command.person_ref):
        return []
    sentence = "Someone else leads this review. Record first that they stand down, with the reason."
    return [Reason("lead/in-place", sentence, "person_ref")]
