"""You said, we did (FC5): what a reply must name, who clears it, and what keeps it from being read."""

from hashlib import sha256
from typing import Any

import pytest

from contracts.events.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionJudged,
    ActionProgressed,
    ActionReopened,
    ActionSustained,
)
from contracts.events.event import Event
from contracts.events.feedback_capture import ReplyPublished
from contracts.events.learning_dissemination import ProductPublished, ProductWithdrawn
from contracts.vocabulary.actions import ActionStatus, Brag, Effectiveness, Judgement, Strength
from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.known import ACTION_CHANGES, PRODUCT_CHANGES, KnownAction, KnownProduct
from services.feedback_capture.domain.reply import (
    ClearReply,
    DraftReply,
    Known,
    Reply,
    clear_reply,
    draft_reply,
    keys,
    threads,
    visible,
)
from tests.unit.feedback_capture.given import CHAIR, MANAGER, MONDAY, UNIT, actor, at, codes, some_id

ACTION, PRODUCT, FINDING = some_id("action"), some_id("product"), some_id("finding")
KNOWN: Known = (
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


def test_a_reply_is_part_of_the_threads_of_what_it_answers() -> None:
    reply = drafted()
    assert threads(reply) == (FINDING, REPLY)
    assert keys(reply) == {"theme": "neglect", "published": "no"}


def test_everything_that_it_names_is_known_here() -> None:
    withdrawn: Known = ({}, {PRODUCT: KnownProduct(id=PRODUCT, withdrawn=True)})
    with pytest.raises(Refused) as refused:
        draft_reply(None, drafting(theme="weather"), at(who=UNIT), withdrawn)
    assert {(each.code, each.path) for each in refused.value.reasons} == {
        ("reply/unknown-theme", "theme"),
        ("reply/unknown-action", "actions/0"),
        ("reply/unknown-product", "products/0"),
    }


def test_where_nothing_answers_it_a_reply_says_why() -> None:
    with pytest.raises(Refused) as refused:
        drafted(actions=(), products=())
    assert codes(refused.value) == ["reply/no-reason"]
    assert drafted(actions=(), products=(), because="The law does not allow it.").findings == ()


def test_cleared_it_is_published_with_a_link_and_a_hash() -> None:
    decided = clear_reply(drafted(), ClearReply(), at(who=CHAIR, id_=REPLY))
    hash_ = sha256(b"Nobody asked us.Every plan now asks you.").hexdigest()
    link = f"https://feedback.example/replies/{REPLY}"
    assert decided.events == (ReplyPublished(reply=REPLY, theme="neglect", findings=(FINDING,), link=link, sha256=hash_),)
    assert (decided.state.published_on, decided.state.cleared_by) == (MONDAY.date(), CHAIR.person_ref)
    with pytest.raises(Refused) as again:
        clear_reply(decided.state, ClearReply(), at(who=CHAIR))
    assert codes(again.value) == ["reply/published-already"]


def test_nobody_clears_their_own_and_nothing_that_may_identify_somebody() -> None:
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


def test_a_draft_is_for_those_who_write_and_clear_it() -> None:
    reply, anybody = drafted(), actor("anybody", "public")
    assert [visible(reply, each) for each in (UNIT, CHAIR, MANAGER, anybody)] == [True, True, False, False]
    assert visible(clear_reply(reply, ClearReply(), at(who=CHAIR)).state, anybody)


FACTS: list[tuple[Event, ActionStatus]] = [
    (
        ActionAgreed(
            action=ACTION,
            reference="TS-2026-K7Q4",
            findings=(FINDING,),
            obligations=(),
            themes=("neglect",),
            strength=Strength.STRONGER,
            agency="police",
            agencies=("police",),
            due=MONDAY.date(),
            epoch=1,
        ),
        ActionStatus.AGREED,
    ),
    (ActionProgressed(action=ACTION, epoch=1, status=ActionStatus.IN_PROGRESS, brag=Brag.GREEN), ActionStatus.IN_PROGRESS),
    (ActionCompleted(action=ACTION, epoch=1), ActionStatus.AWAITING_JUDGEMENT),
    (
        ActionJudged(
            action=ACTION,
            agencies=("police",),
            epoch=1,
            outcome=Judgement.ACCEPTED,
            effectiveness=Effectiveness.PRACTICE_CHANGED,
        ),
        ActionStatus.ACCEPTED,
    ),
    (ActionReopened(action=ACTION, agencies=("police",), epoch=2, due=MONDAY.date()), ActionStatus.IN_PROGRESS),
    (ActionSustained(action=ACTION, epoch=2), ActionStatus.SUSTAINED),
]


def test_a_known_action_follows_what_is_told_of_it() -> None:
    known = KnownAction(id=ACTION)
    for event, status in FACTS:
        known = known.model_copy(update=ACTION_CHANGES[type(event)](event))
        assert known.status is status
    assert (known.reference, known.findings) == ("TS-2026-K7Q4", (FINDING,))


def test_a_known_product_has_a_link_while_it_is_published() -> None:
    link = "https://learning.example/library/1"
    published = ProductPublished(product=PRODUCT, kind="factsheet", themes=(), findings=(), reviews=(), link=link)
    known = KnownProduct(id=PRODUCT).model_copy(update=PRODUCT_CHANGES[ProductPublished](published))
    assert (known.kind, known.link, known.withdrawn) == ("factsheet", link, False)
    gone = ProductWithdrawn(product=PRODUCT, findings=(), reason="superseded")
    known = known.model_copy(update=PRODUCT_CHANGES[ProductWithdrawn](gone))
    assert (known.link, known.withdrawn) == (None, True)
