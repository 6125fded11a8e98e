"""Employers and dates of a declaration (RR3, R16)."""

from datetime import date
from typing import Any

import pytest

from local.partnership import FRAMEWORK, POLICE, name_of
from services.chassis.rules.decisions import Reason
from services.review_registry.domain.review.declaring import employment_reasons
from services.review_registry.domain.review.leading import appoint_lead
from tests.builders.refusals import codes
from tests.builders.review_registry import DECIDER, appointing, declaration, given, scoped

SINCE = date(2015, 1, 1)
FIRST, SECOND = POLICE.split("-")


def reasons(**job: Any) -> list[Reason]:
    return employment_reasons(declaration(employments=[{"since": SINCE, **job}]), FRAMEWORK)


def found(**job: Any) -> list[tuple[str, str]]:
    return [(each.code, each.path) for each in reasons(**job)]


AT = "declaration/employments/0"


@pytest.mark.parametrize("job", [{"agency": POLICE}, {"agency": "partnership"}, {"organisation": "A charity elsewhere"}])
def test_employer_is_an_agency_or_another_organisation(job: dict[str, str]) -> None:
    assert found(**job) == []


def test_employer_is_given_once() -> None:
    assert found() == [("employment/one-employer", AT)]
    assert found(agency="cafcass", organisation="A charity elsewhere") == [("employment/one-employer", AT)]


@pytest.mark.parametrize("code", [f"{SECOND}-{FIRST}", f"{FIRST}-{SECOND}s"], ids=["turned round", "mistyped"])
def test_unknown_agency_is_refused_with_the_nearest_name(code: str) -> None:
    assert found(agency=code) == [("employment/unknown-agency", f"{AT}/agency")]
    (reason,) = reasons(agency=code)
    assert f"Did you mean {name_of(POLICE)}?" in reason.message
    assert code not in reason.message


def test_agency_unlike_any_other_is_refused_without_a_guess() -> None:
    (reason,) = reasons(agency="zzz")
    assert "Did you mean" not in reason.message


@pytest.mark.parametrize("words", [name_of(POLICE), name_of(POLICE).upper(), POLICE, f"{name_of(POLICE)}."])
def test_agency_of_the_settings_is_not_given_in_words(words: str) -> None:
    assert found(organisation=words) == [("employment/agency-in-words", f"{AT}/organisation")]


def test_last_day_is_not_before_the_first() -> None:
    assert found(agency="cafcass", until=date(2014, 12, 31)) == [("employment/backwards", f"{AT}/until")]
    assert found(agency="cafcass", until=SINCE) == []


def test_appointment_is_refused_for_a_wrong_employer() -> None:
    wrong = appointing(employments=[{"agency": f"{SECOND}-{FIRST}", "since": SINCE}])
    assert codes(appoint_lead, scoped(), wrong, given(DECIDER)) == ["employment/unknown-agency"]
