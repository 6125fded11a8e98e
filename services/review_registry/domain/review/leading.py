"""Appointing the lead reviewer on their declaration (RR3, R16; decision D4)."""

from pydantic import Field

from contracts.vocabulary.types import PersonRef
from services.chassis.rules.decisions import Decided, Given, refuse_if_any
from services.chassis.rules.happened import day_happened
from services.chassis.rules.values import CommandBody
from services.review_registry.domain.review.guards import not_before, type_of
from services.review_registry.domain.review.independence import failing_tests, reasons_for
from services.review_registry.domain.review.rationale import Rationale, decided_on_reasons, recorded
from services.review_registry.domain.review.state import Declaration, Employment, Lead, Mitigation, Review


class DeclaredEmployment(Employment, CommandBody):
    """Any work for an agency, as declared."""


class MadeDeclaration(Declaration, CommandBody):
    """The declaration of a proposed lead reviewer."""

    employments: tuple[DeclaredEmployment, ...]


class ProposedMitigation(Mitigation, CommandBody):
    """A mitigation of one failed test, if the framework allows it."""

    how: str = Field(min_length=10, max_length=2000)


class AppointLead(Rationale):
    """Appoints the lead reviewer (D4), on what they declare about themselves."""

    person_ref: PersonRef
    declaration: MadeDeclaration
    mitigations: tuple[ProposedMitigation, ...] = ()


def appoint_lead(review: Review, command: AppointLead, given: Given) -> Decided[Review]:
    """Appoints the lead reviewer, or replaces one who is no longer independent."""
    reasons = not_before(review, "lead-appointment", given.framework) + decided_on_reasons(review, command, given)
    level = type_of(review, given.framework).independence
    agencies = review.scope.agency_codes() if review.scope else ()
    failed = failing_tests(command.declaration, agencies, command.mitigations, level, given.framework, given.today)
    refuse_if_any(reasons + reasons_for(failed, "declaration"))
    lead = Lead(
        **command.model_dump(exclude={"on"}), appointed_on=day_happened(command.on, given), appointed_by=given.actor.person_ref
    )
    former = (*review.former_leads, review.lead) if review.lead else review.former_leads
    decision = recorded("appoint", "appoint-with-mitigation" if command.mitigations else "appoint", command, given)
    changes = {"lead": lead, "former_leads": former, "decisions": (*review.decisions, decision)}
    return Decided(review.model_copy(update=changes))
