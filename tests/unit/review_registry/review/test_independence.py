"""Tests of the lead reviewer's independence. A refusal names every failing test (RR3, R16)."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as any_
from hypothesis import strategies as st

from contracts.framework.document import INDEPENDENCE_TESTS, Framework, Independence
from local.partnership import COUNCIL, FRAMEWORK, POLICE
from services.chassis.rules.calendar import add_months
from services.review_registry.domain.review.independence import Against, failing_tests, lost_since
from services.review_registry.domain.review.leading import appoint_lead
from services.review_registry.domain.review.state import Failing, Mitigation
from tests.builders.refusals import codes, refusal
from tests.builders.review_registry import DECIDER, TODAY, appointing, declaration, given, scoped

IN_SCOPE = (COUNCIL, POLICE)
EDGE = add_months(TODAY, -36)


def job(agency: str = COUNCIL, until: date | None = None) -> dict[str, Any]:
    return {"agency": agency, "since": date(2015, 1, 1), "until": until}


FAILING: dict[str, dict[str, Any]] = {
    "no-case-contact": {"case_contact": True},
    "no-employment": {"employments": [job()]},
    "cooling-off": {"employments": [job(until=TODAY - timedelta(days=100))]},
    "no-line-of-management": {"line_management": True},
    "no-commissioning-interest": {"commissioning_interest": True},
    "no-close-relationship": {"close_relationship": True},
    "no-financial-interest": {"financial_interest": True},
    "no-prior-public-view": {"public_view": True},
    "not-partnership-officer": {"employments": [job("partnership")]},
}
EVERYTHING = {name: value for declared in FAILING.values() for name, value in declared.items()} | {
    "employments": [row for declared in FAILING.values() for row in declared.get("employments", ())]
}
BASIC = {"no-case-contact", "no-line-of-management"}
MITIGABLE = {"cooling-off", "no-commissioning-interest", "no-financial-interest", "no-prior-public-view"}


def grounds(independence: Independence, mitigated: Sequence[Failing] = (), **declared: Any) -> list[Failing]:
    """Returns the tests that the declaration fails, for the first version of the scope."""
    mitigations = [Mitigation(**dict(each), how="A second reviewer reads that part.") for each in mitigated]
    acts_for, framework = declared.pop("acts_for", "independent"), declared.pop("framework", FRAMEWORK)
    against = Against(acts_for, IN_SCOPE, 1, independence, framework, TODAY)
    return failing_tests(declaration(**declared), mitigations, against)


def failing(independence: Independence, mitigated: tuple[str, ...] = (), **declared: Any) -> list[str]:
    """Returns the codes of the tests that fail, after a mitigation of each ground of these tests."""
    found = [each for each in grounds(independence, **declared) if each.test in mitigated]
    return [each.test for each in grounds(independence, found, **declared)]


def test_every_test_of_independence_is_tried_here() -> None:
    assert set(FAILING) == set(INDEPENDENCE_TESTS)


def test_person_without_any_link_passes() -> None:
    assert failing(Independence.FULL) == []


@pytest.mark.parametrize("code", FAILING)
def test_each_test_fails_alone_by_its_own_code(code: str) -> None:
    assert failing(Independence.FULL, **FAILING[code]) == [code]


@pytest.mark.parametrize("code", FAILING)
def test_basic_independence_has_two_tests(code: str) -> None:
    assert failing(Independence.BASIC, **FAILING[code]) == ([code] if code in BASIC else [])


@pytest.mark.parametrize("code", FAILING)
def test_mitigation_counts_if_the_framework_allows_it(code: str) -> None:
    assert failing(Independence.FULL, (code,), **FAILING[code]) == ([] if code in MITIGABLE else [code])


def test_mitigation_counts_for_its_own_test() -> None:
    assert failing(Independence.FULL, ("no-financial-interest",), public_view=True) == ["no-prior-public-view"]


def test_refusal_names_every_failing_test_in_its_own_words() -> None:
    reasons = refusal(appoint_lead, scoped(), appointing(**EVERYTHING), given(DECIDER))
    assert [reason.code for reason in reasons] == [f"independence/{code}" for code in INDEPENDENCE_TESTS]
    for reason, test in zip(reasons, FRAMEWORK.independence.tests, strict=True):
        assert reason.message.startswith(test.failing)
        assert ("mitigation" in reason.message) == (test.code in MITIGABLE)


def test_type_of_review_sets_the_level_of_independence() -> None:
    assert codes(appoint_lead, scoped(), appointing(close_relationship=True), given(DECIDER))
    assert appoint_lead(scoped(review_type="near-miss-review"), appointing(close_relationship=True), given(DECIDER)).state.lead


@pytest.mark.parametrize(
    ("until", "expected"),
    [
        (EDGE - timedelta(days=1), []),
        (EDGE, ["cooling-off"]),
        (TODAY - timedelta(days=1), ["cooling-off"]),
        (TODAY, ["no-employment"]),
        (TODAY + timedelta(days=200), ["no-employment"]),
        (None, ["no-employment"]),
    ],
    ids=["cooled off", "last day of the cooling-off", "until yesterday", "last day at work", "notice given", "open end"],
)
def test_cooling_off_begins_after_the_last_day(until: date | None, expected: list[str]) -> None:
    assert failing(Independence.FULL, employments=[job(until=until)]) == expected


def test_present_employment_cannot_be_mitigated_as_cooling_off() -> None:
    employments = [job(until=TODAY + timedelta(days=200))]
    assert failing(Independence.FULL, ("cooling-off",), employments=employments) == ["no-employment"]


@any_(st.sampled_from(sorted(FRAMEWORK.agency_codes() - set(IN_SCOPE))), st.none() | st.dates(EDGE, TODAY))
def test_employer_out_of_scope_does_not_count(agency: str, until: date | None) -> None:
    assert failing(Independence.FULL, employments=[job(agency, until)]) == []


@any_(st.dates(date(2016, 1, 1), TODAY), st.integers(1, 400))
def test_cooling_off_ends_for_good(until: date, later: int) -> None:
    def cooled(today: date) -> bool:
        against = Against("independent", IN_SCOPE, 1, Independence.FULL, FRAMEWORK, today)
        tests = failing_tests(declaration(employments=[job(until=until)]), [], against)
        return "cooling-off" not in {each.test for each in tests}

    if until < TODAY and cooled(TODAY):
        assert cooled(TODAY + timedelta(days=later))


def ended(code: str, successor: str) -> Framework:
    """Returns settings in which one agency took over another."""
    changes = {"to_day": date(2025, 3, 31), "successor": successor}
    agencies = tuple(each.model_copy(update=changes) if each.code == code else each for each in FRAMEWORK.agencies)
    return FRAMEWORK.model_copy(update={"agencies": agencies})


@pytest.mark.parametrize(("before", "after"), [("cafcass", COUNCIL), (COUNCIL, "cafcass")])
def test_employer_counts_as_the_agency_that_took_it_over(before: str, after: str) -> None:
    """The scope may name either. A lead who works for the other has the same interest."""
    settings = ended(before, after)
    assert grounds(Independence.FULL, employments=[job("cafcass")], framework=settings) == [
        Failing(test="no-employment", ground=COUNCIL)
    ]


def test_employment_fails_on_the_ground_of_each_agency() -> None:
    left = [job(COUNCIL, TODAY - timedelta(days=100)), job(POLICE, TODAY - timedelta(days=90))]
    expected = [Failing(test="cooling-off", ground=each) for each in IN_SCOPE]
    assert grounds(Independence.FULL, employments=left) == expected
    assert grounds(Independence.FULL, expected[:1], employments=left) == expected[1:]


def test_other_tests_fail_on_the_ground_of_the_scope() -> None:
    expected = [Failing(test="no-prior-public-view", ground="scope-1")]
    assert grounds(Independence.FULL, public_view=True) == expected
    assert grounds(Independence.FULL, expected, public_view=True) == []
    assert grounds(Independence.FULL, [Failing(test="no-prior-public-view", ground="scope-2")], public_view=True) == expected


@pytest.mark.parametrize(("agency", "test"), [(POLICE, "no-employment"), ("partnership", "not-partnership-officer")])
def test_agency_that_the_lead_acts_for_counts_without_being_declared(agency: str, test: str) -> None:
    assert grounds(Independence.FULL, acts_for=agency) == [Failing(test=test, ground=agency)]


def test_work_for_an_organisation_in_words_fails_no_test() -> None:
    elsewhere = [{"organisation": "A charity in another county", "since": date(2015, 1, 1)}]
    assert grounds(Independence.FULL, employments=elsewhere) == []


def test_failed_test_stays_failed_until_its_agency_leaves_the_scope() -> None:
    police, view = Failing(test="no-employment", ground=POLICE), Failing(test="no-prior-public-view", ground="scope-1")
    assert lost_since((police, view), [], IN_SCOPE) == (police, view)
    assert lost_since((police, view), [], [COUNCIL]) == (view,)
    assert lost_since((police,), [police, view], IN_SCOPE) == (police, view)
