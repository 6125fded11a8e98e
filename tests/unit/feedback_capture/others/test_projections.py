"""Actions and products as replies show them (FC5)."""

from contracts.events.action_tracking import (
    ActionAgreed,
    ActionCompleted,
    ActionJudged,
    ActionProgressed,
    ActionReopened,
    ActionSustained,
)
from contracts.events.event import Event
from contracts.events.learning_dissemination import ProductPublished, ProductRestored, ProductWithdrawn, ProductWithheld
from contracts.vocabulary.actions import ActionStatus, Brag, Effectiveness, Judgement, Strength
from services.feedback_capture.domain.others import actions, products
from services.feedback_capture.domain.others.actions import KnownAction
from services.feedback_capture.domain.others.products import KnownProduct
from tests.builders.given import MONDAY, some_id

ACTION, PRODUCT, FINDING = some_id("action"), some_id("product"), some_id("finding")
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


def test_action_follows_its_events() -> None:
    known = KnownAction(id=ACTION)
    for event, status in FACTS:
        known = actions.CHANGES[type(event)](known, event)
        assert known.status is status
    assert (known.reference, known.findings) == ("TS-2026-K7Q4", (FINDING,))


def test_product_has_a_link_while_it_is_published() -> None:
    link = "https://learning.example/library/1"
    published = ProductPublished(product=PRODUCT, kind="factsheet", themes=(), findings=(), reviews=(), link=link)
    known = products.CHANGES[ProductPublished](KnownProduct(id=PRODUCT), published)
    assert (known.kind, known.link, known.withdrawn) == ("factsheet", link, False)
    held_back = ProductWithheld(product=PRODUCT, findings=(), reason="criminal", link="https://learning.example/products/1")
    without = products.CHANGES[ProductWithheld](known, held_back)
    assert without.link is None
    restored = ProductRestored(product=PRODUCT, findings=(), link=link)
    assert products.CHANGES[ProductRestored](without, restored) == known
    gone = ProductWithdrawn(product=PRODUCT, findings=(), reason="superseded")
    known = products.CHANGES[ProductWithdrawn](known, gone)
    assert (known.link, known.withdrawn) == (None, True)
