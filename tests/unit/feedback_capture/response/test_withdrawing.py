"""Withdrawing and erasing a response (FC3)."""

from datetime import UTC, date, datetime, timedelta

from services.chassis.rules.decisions import ANONYMOUS
from services.feedback_capture.domain.concern.concluding import ConcludeConcern, conclude_concern
from services.feedback_capture.domain.concern.state import Concern
from services.feedback_capture.domain.concern.taking import TakeConcern, take_concern
from services.feedback_capture.domain.response.coding import CodeResponse, code_response
from services.feedback_capture.domain.response.erasing import alarm, contact_owner, keys_to_erase, record_erased, ring
from services.feedback_capture.domain.response.state import ResponseStatus
from services.feedback_capture.domain.response.withdrawing import WithdrawResponse, withdraw_response
from tests.builders.feedback_surveys import NOW, at, raised, responded
from tests.builders.refusals import codes

BACK = WithdrawResponse(receipt="A" * 26)


def test_withdrawn_response_keeps_its_count_and_none_of_its_content() -> None:
    coded = code_response(responded(consents=["publish"]), CodeResponse(themes=("neglect",)), at()).state
    state = withdraw_response(coded, BACK, at(actor=ANONYMOUS), ()).state
    assert (state.status, state.texts, state.scales, state.consents, state.themes) == (ResponseStatus.WITHDRAWN, {}, {}, (), ())
    assert (state.survey, state.said_on, state.receipt) == (coded.survey, coded.said_on, coded.receipt)
    assert codes(withdraw_response, state, BACK, at(), ()) == ["response/withdrawn"]
    assert codes(code_response, state, CodeResponse(themes=("weather",)), at()) == [
        "response/withdrawn",
        "response/unknown-theme",
    ]


def concluded() -> Concern:
    command = ConcludeConcern.model_validate({"outcome": "no-referral", "reason": "sealed words"})
    return conclude_concern(take_concern(raised(), TakeConcern(), at()).state, command, at()).state


def test_withdrawal_is_refused_until_the_concern_has_an_outcome() -> None:
    state = responded(not_safe_now=True)
    for waiting in (raised(), take_concern(raised(), TakeConcern(), at()).state):
        assert codes(withdraw_response, state, BACK, at(), (waiting,)) == ["response/concern-open"]
    assert withdraw_response(state, BACK, at(), (concluded(),)).state.status is ResponseStatus.WITHDRAWN


def test_withdrawn_response_rings_daily_until_its_erasure_is_recorded() -> None:
    state = withdraw_response(responded(), BACK, at(), ()).state
    midnight = datetime(2026, 3, 2, tzinfo=UTC)
    assert alarm(responded(), at()) is None
    assert alarm(state, at()) == midnight, "due at once"
    tried = ring(state, at(midnight)).state
    assert tried.erase_on == date(2026, 3, 3)
    assert alarm(tried, at(midnight)) == midnight + timedelta(days=1)
    assert ring(tried, at(midnight)).state == tried
    done = record_erased(tried, at()).state
    assert alarm(done, at()) is None
    assert ring(done, at(NOW + timedelta(days=9))).state == done


def test_keys_of_a_withdrawn_response_and_its_contact_are_erased() -> None:
    said = responded()
    assert keys_to_erase(said) == ()
    state = withdraw_response(said, BACK, at(), ()).state
    assert keys_to_erase(state) == (said.id, contact_owner(said.id))
    assert keys_to_erase(record_erased(state, at()).state) == ()
