"""Recalling a published reply (FC5)."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from contracts.events.feedback_capture import ReplyRecalled
from contracts.vocabulary.reviews import WithdrawalReason
from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.reply.clearing import ClearReply, clear_reply
from services.feedback_capture.domain.reply.correcting import CorrectReply, correct_reply
from services.feedback_capture.domain.reply.erasing import alarm, keys_to_erase, record_erased, ring
from services.feedback_capture.domain.reply.recalling import RecallReply, recall_reply
from services.feedback_capture.domain.reply.state import Reply, keys
from tests.builders.feedback_capture import CHAIR, UNIT, at, codes
from tests.builders.feedback_replies import KNOWN, REPLY, drafted, published
from tests.builders.given import MONDAY

RECALL = RecallReply(reason=WithdrawalReason.IDENTIFIES_SOMEBODY)


def recalled() -> Reply:
    return recall_reply(published(), RECALL, at(who=CHAIR)).state


def test_recalled_reply_keeps_no_word_and_emits_its_reason() -> None:
    decided = recall_reply(published(), RECALL, at(who=UNIT))
    assert decided.events == (ReplyRecalled(reply=REPLY, reason=WithdrawalReason.IDENTIFIES_SOMEBODY),)
    assert (decided.state.public, decided.state.draft, keys(decided.state)["published"]) == (None, None, "no")
    assert decided.state.sha256 == published().sha256


def test_recalled_reply_is_erased_until_that_is_recorded() -> None:
    state = recalled()
    assert (alarm(state, at()), keys_to_erase(state)) == (MONDAY, (REPLY,))
    started = ring(state, at()).state
    assert alarm(started, at()) == MONDAY + timedelta(minutes=10)
    done = record_erased(started, at()).state
    assert (alarm(done, at()), keys_to_erase(done), ring(done, at()).state) == (None, (), done)


def test_published_reply_is_not_erased() -> None:
    state = published()
    assert (alarm(state, at()), keys_to_erase(state), record_erased(state, at()).state) == (None, (), state)


def test_recalled_reply_takes_no_further_command() -> None:
    correction = CorrectReply(said="It.", done="So.", because="It is.")
    attempts: list[Callable[[], object]] = [
        lambda: recall_reply(recalled(), RECALL, at(who=CHAIR)),
        lambda: correct_reply(recalled(), correction, at(who=UNIT), KNOWN),
        lambda: clear_reply(recalled(), ClearReply(), at(who=CHAIR), {}),
    ]
    for attempt in attempts:
        with pytest.raises(Refused) as refused:
            attempt()
        assert codes(refused.value) == ["reply/recalled"]


def test_draft_is_corrected_and_not_recalled() -> None:
    with pytest.raises(Refused) as refused:
        recall_reply(drafted(), RECALL, at(who=CHAIR))
    assert codes(refused.value) == ["reply/not-published"]
