"""Correcting a published reply (FC5)."""

from datetime import timedelta

import pytest

from contracts.events.feedback_capture import ReplyPublished
from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.reply.clearing import ClearReply, clear_reply, hash_of
from services.feedback_capture.domain.reply.correcting import CorrectReply, correct_reply
from services.feedback_capture.domain.reply.state import Reply, keys
from tests.builders.feedback_capture import CHAIR, UNIT, at, codes
from tests.builders.feedback_replies import KNOWN, REPLY, drafted, published
from tests.builders.given import MONDAY, actor

OTHER_UNIT, OTHER_CHAIR = actor("business-unit", person_ref="p-second-writer"), actor("decider", person_ref="p-other-chair")
LATER = MONDAY + timedelta(days=30)
CORRECTION = CorrectReply(said="Few of you were asked.", done="Every plan now asks you.", because="You said so.")


def corrected(reply: Reply) -> Reply:
    return correct_reply(reply, CORRECTION, at(LATER, OTHER_UNIT), KNOWN).state


def test_public_version_stays_until_the_correction_is_cleared() -> None:
    before = published()
    waiting = corrected(before)
    assert (waiting.public, waiting.link, waiting.sha256) == (before.public, before.link, before.sha256)
    assert (keys(waiting)["published"], keys(waiting)["draft"]) == ("yes", "yes")
    decided = clear_reply(waiting, ClearReply(), at(LATER, OTHER_CHAIR, REPLY), {})
    (event,) = decided.events
    assert isinstance(event, ReplyPublished)
    assert waiting.draft is not None
    assert event.sha256 == decided.state.sha256 == hash_of(waiting.draft) != before.sha256
    assert decided.state.public == waiting.draft
    assert decided.state.draft is None


def test_correction_keeps_the_day_that_the_reply_covers() -> None:
    state = clear_reply(corrected(published()), ClearReply(), at(LATER, OTHER_CHAIR), {}).state
    assert (state.published_on, state.corrected_on) == (MONDAY.date(), LATER.date())


@pytest.mark.parametrize("writer", [UNIT, OTHER_UNIT], ids=["of the first version", "of the second version"])
def test_writer_of_any_version_does_not_clear_the_reply(writer: object) -> None:
    person = actor("decider", person_ref=writer.person_ref)  # type: ignore[attr-defined]
    with pytest.raises(Refused) as refused:
        clear_reply(corrected(published()), ClearReply(), at(LATER, person), {})
    assert codes(refused.value) == ["reply/own-text"]
    assert clear_reply(corrected(drafted()), ClearReply(), at(LATER, CHAIR), {}).state.public


def test_person_of_another_agency_with_the_reference_of_a_writer_is_no_writer() -> None:
    elsewhere = actor("decider", "council", UNIT.person_ref)
    assert clear_reply(corrected(published()), ClearReply(), at(LATER, elsewhere), {}).state.public
