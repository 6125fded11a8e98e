"""Who leads a review (RR3, R16; decision D4): appointed on a declaration, and checked again whenever the scope changes."""

from datetime import date

from contracts.framework.document import Framework, Independence, IndependenceTest
from contracts.vocabulary.types import Code, PersonRef
from services.chassis.rules.decisions import Actor, Reason
from services.review_registry.domain.independence import Declaration, Mitigation, failing_tests
from services.review_registry.domain.screening import Rationale


class AppointLead(Rationale):
    """Appoints the lead (D4), on what they declare about themselves."""

    person_ref: PersonRef
    declaration: Declaration
    mitigations: tuple[Mitigation, ...] = ()


class Lead(AppointLead):
    """The appointed lead. `lost` holds the rules that failed when the scope changed; empty while independent."""

    appointed_on: date
    appointed_by: PersonRef
    lost: tuple[Code, ...] = ()


def failing(
    lead: AppointLead, agencies: tuple[str, ...], independence: Independence, framework: Framework, today: date
) -> list[IndependenceTest]:
    """The rules that this lead fails against a scope."""
    return failing_tests(lead.declaration, agencies, lead.mitigations, independence, framework, today)


def not_leading(lead: Lead | None, actor: Actor) -> list[Reason]:
    """Findings are written by the business unit and by the lead of this very review, whatever else they may see (access.md)."""
    if actor.holds("business-unit") or (lead is not None and lead.person_ref == actor.person_ref):
        return []
    return [Reason("review/not-its-lead", "This is done by the review's own lead, or by the business unit.")]
