"""Replies to start a test from."""

from typing import Any

from services.feedback_capture.domain.others.actions import KnownAction
from services.feedback_capture.domain.others.products import KnownProduct
from services.feedback_capture.domain.reply.clearing import ClearReply, clear_reply
from services.feedback_capture.domain.reply.drafting import DraftReply, Sources, draft_reply
from services.feedback_capture.domain.reply.state import Reply
from tests.builders.feedback_capture import CHAIR, UNIT, at
from tests.builders.given import some_id

ACTION, PRODUCT, FINDING = some_id("action"), some_id("product"), some_id("finding")
KNOWN: Sources = (
    {ACTION: KnownAction(id=ACTION, reference="TS-2026-K7Q4", findings=(FINDING,))},
    {PRODUCT: KnownProduct(id=PRODUCT, kind="factsheet", link="https://learning.example/library/1")},
    {},
)
REPLY = some_id("reply")


def drafting(**changes: Any) -> DraftReply:
    usual = {
        "theme": "neglect",
        "services": ("school",),
        "source_groups": ("child", "young-person"),
        "said": "Nobody asked us.",
        "done": "Every plan now asks you.",
        "actions": (ACTION,),
        "products": (PRODUCT,),
    }
    return DraftReply.model_validate(usual | changes)


def drafted(**changes: Any) -> Reply:
    return draft_reply(None, drafting(**changes), at(who=UNIT, id_=REPLY), KNOWN).state


def published(**changes: Any) -> Reply:
    return clear_reply(drafted(**changes), ClearReply(), at(who=CHAIR, id_=REPLY), {}).state
