"""Tests of the lead reviewer's independence of the case and of the organisations reviewed (RR3, R16)."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.framework.document import Bar, Framework, Independence, IndependenceTest
from contracts.vocabulary.roles import PARTNERSHIP
from services.chassis.rules.calendar import add_months
from services.chassis.rules.decisions import Reason
from services.review_registry.domain.names import agency_name
from services.review_registry.domain.review.sides import same_body
from services.review_registry.domain.review.state import Declaration, Failing, Mitigation, Scope


@dataclass(frozen=True, slots=True)
class Against:
    """The review that a declaration is tested against, the agency that the lead acts for, and the settings and day of it."""

    acts_for: str
    """The agency that the lead acts for, which counts as present work for it."""
    agencies: Sequence[str]
    """The agencies in scope."""
    scope_version: int
    """The version of the scope that was declared for."""
    level: Independence
    framework: Framework
    today: date


def case_version(scope: Scope | None) -> int:
    """Returns the version of the scope that a lead declares for; 0 without a scope."""
    return scope.case_version if scope else 0


def failing_tests(declaration: Declaration, mitigations: Iterable[Mitigation], against: Against) -> list[Failing]:
    """Returns every test that the declaration fails, on each of its grounds.

    A mitigation covers its own test and ground, if the settings allow one.
    """
    mitigated = {(each.test, each.ground) for each in mitigations}
    return [
        Failing(test=test.code, ground=ground)
        for test in against.framework.independence.tests
        if test.basic or against.level is Independence.FULL
        for ground in GROUNDS[test.code](declaration, against)
        if not (test.consequence is Bar.MITIGATE and (test.code, ground) in mitigated)
    ]


def lost_since(before: Sequence[Failing], failing: Sequence[Failing], agencies: Iterable[str]) -> tuple[Failing, ...]:
    """Returns the tests that a lead has failed since the appointment.

    A test that failed once stays failed, unless it was about an agency that has left the scope. Otherwise a lead could
    restore their own independence with another declaration.
    """
    out_of_scope = {each.ground for each in before if each.test in OF_EMPLOYMENT} - {*agencies, PARTNERSHIP}
    kept = [each for each in before if each.test not in OF_EMPLOYMENT or each.ground not in out_of_scope]
    return tuple(dict.fromkeys((*kept, *failing)))


def codes_of(failing: Iterable[Failing]) -> tuple[str, ...]:
    """Returns the code of each failed test, once."""
    return tuple(dict.fromkeys(each.test for each in failing))


def reasons_for(failing: Iterable[Failing], framework: Framework) -> list[Reason]:
    """Returns a reason for each failed test and ground. It says if a mitigation is possible. Its path names the ground."""
    return [
        Reason(
            f"independence/{each.test}",
            " ".join(filter(None, [test.failing, _about(each, framework), _way_out(test)])),
            f"declaration/{each.ground}",
        )
        for each in failing
        for test in framework.independence.tests
        if test.code == each.test
    ]


def _about(failing: Failing, framework: Framework) -> str:
    return f"This is about {agency_name(framework, failing.ground)}." if failing.test in OF_EMPLOYMENT else ""


def _way_out(test: IndependenceTest) -> str:
    return "You can document a mitigation." if test.consequence is Bar.MITIGATE else ""


def _same_as(employers: Iterable[str | None], agencies: Iterable[str], framework: Framework) -> list[str]:
    """Returns each of these agencies that is, took over or became part of one of the employers."""
    known = {each for each in employers if each}
    return [each for each in agencies if any(same_body(each, employer, framework) for employer in known)]


def _present(declaration: Declaration, against: Against) -> list[str | None]:
    jobs = [job for job in declaration.employments if job.until is None or job.until >= against.today]
    return [against.acts_for, *(job.agency for job in jobs)]


def _employed_now(declaration: Declaration, against: Against) -> list[str]:
    return _same_as(_present(declaration, against), against.agencies, against.framework)


def _employed_lately(declaration: Declaration, against: Against) -> list[str]:
    """Returns the agencies whose cooling-off period has not passed. It runs from the day after the last day at work."""
    since = add_months(against.today, -against.framework.independence.cooling_off_months)
    ended = [job.agency for job in declaration.employments if job.until is not None and since <= job.until < against.today]
    return _same_as(ended, against.agencies, against.framework)


def _partnership_officer(declaration: Declaration, against: Against) -> list[str]:
    return _same_as(_present(declaration, against), [PARTNERSHIP], against.framework)


Grounds = Callable[[Declaration, Against], list[str]]


def _declared(field: str) -> Grounds:
    """Returns the test of something declared about the case, on the ground of the scope that it was declared for."""

    def grounds(declaration: Declaration, against: Against) -> list[str]:
        return [f"scope-{against.scope_version}"] if getattr(declaration, field) else []

    return grounds


OF_EMPLOYMENT = ("no-employment", "cooling-off", "not-partnership-officer")
"""Tests whose grounds are agencies."""
GROUNDS: Mapping[str, Grounds] = {
    "no-case-contact": _declared("case_contact"),
    "no-employment": _employed_now,
    "cooling-off": _employed_lately,
    "no-line-of-management": _declared("line_management"),
    "no-commissioning-interest": _declared("commissioning_interest"),
    "no-close-relationship": _declared("close_relationship"),
    "no-financial-interest": _declared("financial_interest"),
    "no-prior-public-view": _declared("public_view"),
    "not-partnership-officer": _partnership_officer,
}
"""The grounds on which a declaration fails each test, by its code."""
