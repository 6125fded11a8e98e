"""Drafting a reply (FC5)."""

from typing import Any

import pytest

from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.others.actions import KnownAction
from services.feedback_capture.domain.others.products import KnownProduct
from services.feedback_capture.domain.reply.drafting import DraftReply, Sources, draft_reply
from services.feedback_capture.domain.reply.state import Reply, keys, threads
from tests.builders.feedback_capture import UNIT, at, codes
from tests.builders.given import some_id

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


def test_reply_belongs_to_the_threads_of_its_findings() -> None:
    reply = drafted()
    assert threads(reply) == (FINDING, REPLY)
    assert (keys(reply)["theme"], keys(reply)["published"]) == ("neglect", "no")


def test_draft_is_refused_when_it_names_unknown_things() -> None:
    withdrawn: Sources = ({}, {PRODUCT: KnownProduct(id=PRODUCT, withdrawn=True)})
    with pytest.raises(Refused) as refused:
        draft_reply(None, drafting(theme="weather"), at(who=UNIT), withdrawn)
    assert {(each.code, each.path) for each in refused.value.reasons} == {
        ("reply/unknown-theme", "theme"),
        ("reply/unknown-action", "actions/0"),
        ("reply/unknown-product", "products/0"),
    }


def test_draft_needs_a_reason_when_nothing_answers_it() -> None:
    with pytest.raises(Refused) as refused:
        drafted(actions=(), products=())
    assert codes(refused.value) == ["reply/no-reason"]
    assert drafted(actions=(), products=(), because="The law does not allow it.").findings == ()
