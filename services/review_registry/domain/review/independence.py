"""Tests of the lead reviewer's independence of the case and of the organisations reviewed (RR3, R16)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

from contracts.framework.document import Bar, Framework, Independence, IndependenceTest
from contracts.vocabulary.roles import PARTNERSHIP
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Reason
from services.review_registry.domain.review.state import Declaration, Mitigation


def failing_tests(
    declaration: Declaration,
    agencies: Sequence[str],
    mitigations: Sequence[Mitigation],
    level: Independence,
    framework: Framework,
    today: date,
) -> list[IndependenceTest]:
    """Returns every test that the declaration fails against these agencies. A mitigation counts if the framework allows it."""
    mitigated = {mitigation.test for mitigation in mitigations}
    months = framework.independence.cooling_off_months
    return [
        test
        for test in framework.independence.tests
        if (test.basic or level is Independence.FULL)
        and FAILS[test.code](declaration, agencies, add_months(today, -months), today)
        and not (test.consequence is Bar.MITIGATE and test.code in mitigated)
    ]


def reasons_for(tests: Sequence[IndependenceTest], path: str) -> list[Reason]:
    """Returns a reason for each failed test. It says if a mitigation is possible."""
    return [
        Reason(
            f"independence/{test.code}",
            test.failing + (" You can document a mitigation." if test.consequence is Bar.MITIGATE else ""),
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
FAILS: Mapping[str, Fails] = {
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
"""The failure of each test, by its code. A job that ended between `since` and `today` is still in the cooling-off period."""
