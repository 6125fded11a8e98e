"""Clearing a reply for publication (FC5)."""

from hashlib import sha256
from typing import Any

import pytest

from contracts.events.feedback_capture import ReplyPublished
from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.others.actions import KnownAction
from services.feedback_capture.domain.others.products import KnownProduct
from services.feedback_capture.domain.reply.clearing import ClearReply, clear_reply
from services.feedback_capture.domain.reply.drafting import DraftReply, Sources, draft_reply
from services.feedback_capture.domain.reply.state import Reply
from services.feedback_capture.kinds import REPLY as REPLY_KIND
from tests.builders.feedback_capture import CHAIR, MANAGER, UNIT, at, codes, reads
from tests.builders.given import MONDAY, actor, some_id

ACTION, PRODUCT, FINDING = some_id("action"), some_id("product"), some_id("finding")
KNOWN: Sources = (
    {ACTION: KnownAction(id=ACTION, reference="TS-2026-K7Q4", findings=(FINDING,))},
    {PRODUCT: KnownProduct(id=PRODUCT, kind="factsheet", link="https://learning.example/library/1")},
)
REPLY = some_id("reply")


def drafting(**changes: Any) -> DraftReply:
    command = DraftReply(
        theme="neglect", said="Nobody asked us.", done="Every plan now asks you.", actions=(ACTION,), products=(PRODUCT,)
    )
    return command.model_copy(update=changes)


def drafted(**changes: Any) -> Reply:
    return draft_reply(None, drafting(**changes), at(who=UNIT, id_=REPLY), KNOWN).state


def test_cleared_reply_is_published_with_a_link_and_a_hash() -> None:
    decided = clear_reply(drafted(), ClearReply(), at(who=CHAIR, id_=REPLY))
    hash_ = sha256(b"Nobody asked us.Every plan now asks you.").hexdigest()
    link = f"https://feedback.example/replies/{REPLY}"
    assert decided.events == (ReplyPublished(reply=REPLY, theme="neglect", findings=(FINDING,), link=link, sha256=hash_),)
    assert (decided.state.published_on, decided.state.cleared_by) == (MONDAY.date(), CHAIR.person_ref)
    with pytest.raises(Refused) as again:
        clear_reply(decided.state, ClearReply(), at(who=CHAIR))
    assert codes(again.value) == ["reply/published-already"]


def test_clearing_is_refused_to_the_author_and_for_identifying_details() -> None:
    reply = drafted(said="Ring 01202 123456.", done="On 12 May 2026 we did.", because="BH1 1AA is far.")
    with pytest.raises(Refused) as refused:
        clear_reply(reply, ClearReply(), at(who=UNIT))
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
    assert reads(REPLY_KIND, clear_reply(reply, ClearReply(), at(who=CHAIR)).state, anybody)
