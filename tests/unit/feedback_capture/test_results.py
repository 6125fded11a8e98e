"""The results of a survey for people who may not read its responses (FC4)."""

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from services.feedback_capture.domain.response.coding import CodeResponse, code_response
from services.feedback_capture.domain.response.state import Response
from services.feedback_capture.domain.response.withdrawing import WithdrawResponse, withdraw_response
from services.feedback_capture.domain.results import NOT_ANSWERED, Results, results
from tests.builders.feedback_surveys import at, responded, survey

THEMES = ("neglect", "information-sharing")
WORDS = {"what": "Nobody asked me."}


def told(responses: Sequence[Response]) -> Results:
    return results(survey(), responses, THEMES, 5)


def said(times: int, heard: str = "2", theme: str = "neglect") -> list[Response]:
    answers = WORDS | ({"heard": heard} if heard else {})
    return [code_response(responded(answers=answers), CodeResponse(themes=(theme,)), at()).state] * times


def test_results_show_nothing_below_the_threshold() -> None:
    shown = told(said(4))
    assert (shown.responses, shown.themes) == (None, dict.fromkeys(THEMES))
    assert set(shown.scales["heard"].values()) == {None}


def test_results_show_counts_at_the_threshold() -> None:
    shown = told(said(5))
    assert (shown.responses, shown.withdrawn, shown.themes) == (5, 0, {"neglect": 5, "information-sharing": 0})
    assert shown.scales == {"heard": {"1": 0, "2": 5, "3": 0, "4": 0, "5": 0, NOT_ANSWERED: 0}}


def test_results_count_people_without_an_answer() -> None:
    """Ten people and nine answers would reveal the tenth."""
    shown = told([*said(9), *said(1, heard="")])
    assert shown.responses == 10
    assert shown.scales["heard"][NOT_ANSWERED] is None
    assert None in [shown.scales["heard"][value] for value in "1345"]


def test_results_count_withdrawn_responses_and_nothing_else_of_them() -> None:
    back = [withdraw_response(each, WithdrawResponse(receipt=""), at(), ()).state for each in said(5)]
    shown = told([*said(5), *back])
    assert (shown.responses, shown.withdrawn, shown.themes["neglect"]) == (5, 5, 5)
    assert told([*said(5), *back[:2]]).withdrawn is None


@given(st.lists(st.tuples(st.sampled_from(["1", "2", "5", ""]), st.sampled_from(THEMES)), max_size=30))
def test_results_hold_no_small_count_anywhere(answers: list[tuple[str, str]]) -> None:
    shown = told([each for heard, theme in answers for each in said(1, heard, theme)])
    counts = [shown.responses, *shown.themes.values(), *shown.scales["heard"].values()]
    assert not any(count is not None and 0 < count < 5 for count in counts)
    values = list(shown.scales["heard"].values())
    assert shown.responses is not None or all(value is None for value in values)
    assert values.count(None) != 1
