"""RR3, R16, domain.md 4: a lead is independent of the case and of the organisations reviewed; every failing rule is named."""

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given as any_
from hypothesis import strategies as st

from contracts.framework.document import INDEPENDENCE_TESTS, Independence
from local.partnership import COUNCIL, FRAMEWORK, POLICE
from services.chassis.rules.calendar import add_months
from services.review_registry.domain.review.independence import failing_tests
from services.review_registry.domain.review.leading import ProposedMitigation, appoint_lead
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


def failing(independence: Independence, mitigated: tuple[str, ...] = (), **declared: Any) -> list[str]:
    mitigations = [ProposedMitigation(test=code, how="A second reviewer reads that part.") for code in mitigated]
    tests = failing_tests(declaration(**declared), IN_SCOPE, mitigations, independence, FRAMEWORK, TODAY)
    return [test.code for test in tests]


def test_the_tests_tried_here_are_all_that_there_are() -> None:
    assert set(FAILING) == set(INDEPENDENCE_TESTS)


def test_somebody_who_has_had_nothing_to_do_with_it_passes() -> None:
    assert failing(Independence.FULL) == []


@pytest.mark.parametrize("code", FAILING)
def test_each_fails_alone_and_by_its_own_code(code: str) -> None:
    assert failing(Independence.FULL, **FAILING[code]) == [code]


@pytest.mark.parametrize("code", FAILING)
def test_basic_independence_asks_about_the_case_and_line_management_alone(code: str) -> None:
    assert failing(Independence.BASIC, **FAILING[code]) == ([code] if code in BASIC else [])


@pytest.mark.parametrize("code", FAILING)
def test_a_mitigation_counts_only_where_the_settings_allow_it(code: str) -> None:
    assert failing(Independence.FULL, (code,), **FAILING[code]) == ([] if code in MITIGABLE else [code])


def test_a_mitigation_of_one_rule_mitigates_no_other() -> None:
    assert failing(Independence.FULL, ("no-financial-interest",), public_view=True) == ["no-prior-public-view"]


def test_all_that_fail_are_named_at_once_each_with_the_sentence_of_the_settings() -> None:
    reasons = refusal(appoint_lead, scoped(), appointing(**EVERYTHING), given(DECIDER))
    assert [reason.code for reason in reasons] == [f"independence/{code}" for code in INDEPENDENCE_TESTS]
    for reason, test in zip(reasons, FRAMEWORK.independence.tests, strict=True):
        assert reason.message.startswith(test.failing)
        assert ("mitigation" in reason.message) == (test.code in MITIGABLE)


def test_the_type_of_review_says_which_independence_is_asked() -> None:
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
def test_employment_lasts_to_its_last_day_and_cools_off_after_it(until: date | None, expected: list[str]) -> None:
    assert failing(Independence.FULL, employments=[job(until=until)]) == expected


def test_whoever_still_works_there_cannot_mitigate_it_as_cooling_off() -> None:
    employments = [job(until=TODAY + timedelta(days=200))]
    assert failing(Independence.FULL, ("cooling-off",), employments=employments) == ["no-employment"]


@any_(st.sampled_from(sorted(FRAMEWORK.agency_codes() - set(IN_SCOPE))), st.none() | st.dates(EDGE, TODAY))
def test_an_employer_out_of_scope_is_no_obstacle(agency: str, until: date | None) -> None:
    assert failing(Independence.FULL, employments=[job(agency, until)]) == []


@any_(st.dates(date(2016, 1, 1), TODAY), st.integers(1, 400))
def test_who_has_cooled_off_stays_so(until: date, later: int) -> None:
    def cooled(today: date) -> bool:
        tests = failing_tests(declaration(employments=[job(until=until)]), IN_SCOPE, [], Independence.FULL, FRAMEWORK, today)
        return "cooling-off" not in {test.code for test in tests}

    if until < TODAY and cooled(TODAY):
        assert cooled(TODAY + timedelta(days=later))
