"""The results of a survey for people who may not read its responses: published counts (FC4)."""

from collections.abc import Sequence
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from services.feedback_capture.domain.response.coding import CodeResponse, code_response
from services.feedback_capture.domain.response.reading import ReadResponse, read_response
from services.feedback_capture.domain.response.state import Response
from services.feedback_capture.domain.response.withdrawing import WithdrawResponse, withdraw_response
from services.feedback_capture.domain.results import Published, Tally, published, tallied
from tests.builders.feedback_surveys import TODAY, at, responded

THEMES = ("neglect", "information-sharing")
WORDS = {"what": "Nobody asked me."}
CLOSE = date(2026, 3, 31)


def counted(responses: Sequence[Response], before: Published | None = None, to: date = CLOSE) -> Published:
    return published(before, tallied(responses, to), to, 5)


def said(times: int, heard: str = "2", theme: str = "neglect") -> list[Response]:
    answers = WORDS | ({"heard": heard} if heard else {})
    return [code_response(responded(answers=answers), CodeResponse(themes=(theme,)), at()).state] * times


def back(responses: Sequence[Response]) -> list[Response]:
    return [withdraw_response(each, WithdrawResponse(receipt=""), at(), ()).state for each in responses]


def test_results_show_nothing_below_the_threshold() -> None:
    assert counted(said(4)) == Published(to=CLOSE, scales={"heard": {}})
    assert counted(said(4)).at_least == 0


def test_results_show_whole_steps_alone() -> None:
    shown = counted([*said(5), *said(4, heard="5")])
    assert (shown.themes, shown.scales) == ({"neglect": 5}, {"heard": {"2": 5}})
    assert shown == counted(said(9)) == counted([*said(5), *said(4, heard="")])
    assert counted(said(10)).scales == {"heard": {"2": 10}}


def test_one_more_or_one_less_answer_looks_the_same() -> None:
    """Six answers and then seven or five tell nobody's mark."""
    assert counted(said(7)) == counted(said(6)) == counted(said(5))


def test_answer_that_no_person_has_read_does_not_count() -> None:
    unread = responded()
    assert counted([*said(4), unread]).themes == {}
    read = read_response(unread, ReadResponse(), at()).state
    assert (counted([*said(4), read]).scales["heard"], counted([*said(4), read]).themes) == ({"2": 5}, {})


def test_answer_counts_from_the_period_in_which_it_was_read() -> None:
    assert counted(said(5), to=TODAY - timedelta(days=1)).themes == {}
    assert counted(said(5), to=TODAY).themes == {"neglect": 5}


def test_withdrawal_changes_nothing_that_was_published() -> None:
    before = counted(said(6))
    assert counted([*said(5), *back(said(1))], before) == before
    assert counted(back(said(6)), before) == before


def test_withdrawn_answer_does_not_count_later() -> None:
    assert counted([*said(4), *back(said(5))]).themes == {}


def test_at_least_adds_up_published_counts_alone() -> None:
    assert counted([*said(6), *said(8, heard="1"), *said(4, heard="5")]).at_least == 15
    assert counted(said(11, heard="")).at_least == 10


def test_pages_of_responses_add_up() -> None:
    responses = [*said(6), *said(8, heard="1", theme="information-sharing"), *back(said(3)), responded()]
    pages = [responses[start : start + 5] for start in range(0, len(responses), 5)]
    assert sum((tallied(page, CLOSE) for page in pages), Tally()) == tallied(responses, CLOSE)


@given(st.lists(st.lists(st.tuples(st.sampled_from(["1", "2", "5", ""]), st.sampled_from(THEMES)), max_size=12), max_size=4))
def test_results_hold_whole_steps_in_every_period(periods: list[list[tuple[str, str]]]) -> None:
    shown, everything = None, list[Response]()
    for answers in periods:
        everything += [each for heard, theme in answers for each in said(1, heard, theme)]
        after = counted(everything, shown)
        counts = [*after.themes.values(), *after.scales.get("heard", {}).values(), after.at_least]
        assert not any(count % 5 for count in counts)
        assert shown is None or shown.at_least <= after.at_least
        shown = after
