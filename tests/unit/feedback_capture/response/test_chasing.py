"""The clock of a response runs from the day it was said (FC4, FC5)."""

from datetime import UTC, datetime, time, timedelta

from services.feedback_capture.domain.response.chasing import is_late, record_chased
from services.feedback_capture.domain.response.clocks import alarm, ring
from services.feedback_capture.domain.response.coding import CodeResponse, code_response
from services.feedback_capture.domain.response.withdrawing import WithdrawResponse, withdraw_response
from tests.builders.feedback_surveys import FRAMEWORK, TODAY, at, responded

RULES = FRAMEWORK.feedback


def noon(days: int) -> datetime:
    return datetime.combine(TODAY + timedelta(days=days), time(12), UTC)


def test_clock_of_a_response_needs_no_command() -> None:
    response = responded()
    assert response.chase_on == TODAY + timedelta(days=RULES.coding_days + 1)
    assert alarm(response, at()) == datetime.combine(response.chase_on, time(0), UTC)
    assert [is_late(response, at(noon(RULES.coding_days + more))) for more in (0, 1)] == [False, True]


def test_coding_late_leaves_the_clock_of_the_reply_where_it_was() -> None:
    late = RULES.reply_days + 20
    coded = code_response(responded(), CodeResponse(themes=("neglect",)), at(noon(late))).state
    assert coded.chase_on == TODAY + timedelta(days=RULES.reply_days + 1)
    assert is_late(coded, at(noon(late)))


def test_look_is_repeated_each_day_until_it_is_recorded() -> None:
    now = at(noon(RULES.coding_days + 1))
    started = ring(responded(), now).state
    assert started.chase_on == now.today + timedelta(days=1)
    assert ring(started, now).state == started
    assert record_chased(started, now, started).state.chase_on is None


def test_look_does_not_end_the_clock_of_a_response_coded_meanwhile() -> None:
    now = at(noon(RULES.coding_days + 1))
    seen = ring(responded(), now).state
    coded = code_response(seen, CodeResponse(themes=("neglect",)), now).state
    assert record_chased(coded, now, seen).state == coded


def test_withdrawn_response_waits_for_nothing() -> None:
    withdrawn = withdraw_response(responded(), WithdrawResponse(receipt="x"), at(), ()).state
    assert withdrawn.chase_on is None
    assert not is_late(withdrawn, at(noon(999)))
