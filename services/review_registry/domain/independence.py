"""Is the lead independent of the case, and of the organisations reviewed? (RR3, R16; domain.md 4)"""

from collections.abc import Callable, Sequence
from datetime import date

from pydantic import Field

from contracts.framework.document import Bar, Framework, Independence, IndependenceTest
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Reason
from services.review_registry.domain.part import Part


class Employment(Part):
    """Employed, contracted, seconded, governor, trustee or elected there, up to and with `until`; absent: no end is known."""

    agency: Code
    since: date
    until: date | None = None


class Declaration(Part):
    """What a proposed lead declares."""

    employments: tuple[Employment, ...]
    case_contact: bool
    """Ever worked with, decided on or advised about this child, family or alleged perpetrator."""
    line_management: bool
    """Managed, or was managed by, somebody whose practice is reviewed."""
    close_relationship: bool
    commissioning_interest: bool
    """Designed, commissioned, inspected or audited a service in scope in the period."""
    financial_interest: bool
    public_view: bool
    """Published or stated a view on the case."""


class Mitigation(Part):
    """How a failing test that may be mitigated is mitigated."""

    test: Code
    how: str = Field(min_length=10, max_length=2000)


def failing_tests(
    declaration: Declaration,
    agencies: Sequence[str],
    mitigations: Sequence[Mitigation],
    independence: Independence,
    framework: Framework,
    today: date,
) -> list[IndependenceTest]:
    """Every test that the declaration fails against these agencies, and that is not mitigated where the settings allow it."""
    mitigated = {mitigation.test for mitigation in mitigations}
    months = framework.independence.cooling_off_months
    return [
        test
        for test in framework.independence.tests
        if (test.basic or independence is Independence.FULL)
        and FAILS[test.code](declaration, agencies, add_months(today, -months), today)
        and not (test.consequence is Bar.MITIGATE and test.code in mitigated)
    ]


def reasons(tests: Sequence[IndependenceTest], path: str) -> list[Reason]:
    """The failing tests as reasons of a refusal; what may be mitigated says so."""
    return [
        Reason(
            f"independence/{test.code}",
            test.failing + (" A documented mitigation would be accepted." if test.consequence is Bar.MITIGATE else ""),
            path,
        )
        for test in tests
    ]


def _employed_now(declaration: Declaration, agencies: Sequence[str], since: date, today: date) -> bool:
    return any((job.until is None or job.until >= today) and job.agency in agencies for job in declaration.employments)


def _employed_lately(declaration: Declaration, agencies: Sequence[str], since: date, today: date) -> bool:
    return any(
        job.until is not None and since <= job.until < today and job.agency in agencies for job in declaration.employments
    )


def _partnership_officer(declaration: Declaration, agencies: Sequence[str], since: date, today: date) -> bool:
    return _employed_now(declaration, [PARTNERSHIP], since, today)


Fails = Callable[[Declaration, Sequence[str], date, date], bool]
FAILS: dict[str, Fails] = {
    "no-case-contact": lambda declaration, *_: declaration.case_contact,
    "no-employment": _employed_now,
    "cooling-off": _employed_lately,
    "no-line-of-management": lambda declaration, *_: declaration.line_management,
    "no-commissioning-interest": lambda declaration, *_: declaration.commissioning_interest,
    "no-close-relationship": lambda declaration, *_: declaration.close_relationship,
    "no-financial-interest": lambda declaration, *_: declaration.financial_interest,
    "no-prior-public-view": lambda declaration, *_: declaration.public_view,
    "not-partnership-officer": _partnership_officer,
}
"""By the codes of the settings: who was employed at or after `since`, and is not `today`, has not cooled off."""
