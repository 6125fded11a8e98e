"""Who leads a review (RR3, R16; decision D4): appointed on a declaration, and checked again whenever the scope changes."""

from datetime import date

from contracts.framework import Framework, Independence, IndependenceTest
from contracts.vocabulary import Code, PersonRef
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
