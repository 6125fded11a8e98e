"""Clearing a reply for publication (FC5)."""

import pytest

from contracts.events.feedback_capture import ReplyPublished
from services.chassis.rules.decisions import Refused
from services.chassis.rules.person import person_of
from services.feedback_capture.domain.reply.clearing import ClearReply, clear_reply, hash_of
from services.feedback_capture.domain.reply.state import Version
from services.feedback_capture.kinds import REPLY as REPLY_KIND
from tests.builders.feedback_capture import CHAIR, MANAGER, UNIT, at, codes, reads
from tests.builders.feedback_replies import FINDING, REPLY, drafted
from tests.builders.given import MONDAY, actor


def version(**words: str) -> Version:
    """Returns the version of a draft, in other words."""
    draft = drafted().draft
    assert draft is not None
    return draft.model_copy(update=words)


def test_cleared_reply_is_published_with_a_link_and_a_hash() -> None:
    decided = clear_reply(drafted(), ClearReply(), at(who=CHAIR, id_=REPLY), {})
    hash_, link = hash_of(version()), f"https://feedback.example/replies/{REPLY}"
    assert decided.events == (ReplyPublished(reply=REPLY, theme="neglect", findings=(FINDING,), link=link, sha256=hash_),)
    assert (decided.state.published_on, decided.state.cleared_by) == (MONDAY.date(), person_of(CHAIR))
    with pytest.raises(Refused) as again:
        clear_reply(decided.state, ClearReply(), at(who=CHAIR), {})
    assert codes(again.value) == ["reply/published-already"]


def test_hash_tells_every_part_and_its_end_apart() -> None:
    """The same letters in other parts, or another reason, are other words."""
    words = [
        version(said="ab", done="c"),
        version(said="a", done="bc"),
        version(said="ab", done="c", because="d"),
        version(said="ab", done="cd"),
        version(said="ab", done="c", because=""),
        version(said='ab", "c', done=""),
    ]
    assert len({hash_of(each) for each in words}) == len(words)


def test_clearing_is_refused_to_the_author_and_for_identifying_details() -> None:
    named = drafted(said="Ring 01202 123456.", done="On 12 May 2026 we did.", because="BH1 1AA is far.")
    with pytest.raises(Refused) as refused:
        clear_reply(named, ClearReply(), at(who=UNIT), {})
    assert {(each.code, each.path) for each in refused.value.reasons} == {
        ("reply/own-text", ""),
        ("reply/identifying", "said"),
        ("reply/identifying", "done"),
        ("reply/identifying", "because"),
    }
    assert "01202" not in str([each.message for each in refused.value.reasons])


def test_draft_is_read_by_those_who_write_and_clear_it() -> None:
    reply, anybody = drafted(), actor("anybody", "public")
    assert [reads(REPLY_KIND, reply, each) for each in (UNIT, CHAIR, MANAGER, anybody)] == [True, True, False, False]
    assert reads(REPLY_KIND, clear_reply(reply, ClearReply(), at(who=CHAIR), {}).state, anybody)
