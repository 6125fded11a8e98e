"""RR4, RR6, R22: what is known of plans and products, from what learning dissemination tells, in lanes without an order."""

from typing import Any

from hypothesis import given as any_of
from hypothesis import strategies

from contracts.events.catalogue import EVENTS
from contracts.events.learning_dissemination import LearningDelivered, ProductPublished, ProductWithdrawn
from services.chassis.rules.decisions import derived
from services.review_registry.domain.others.products import CHANGES, ProductProgress

PRODUCT, FINDING, REVIEW = derived("a product"), derived("a finding"), derived("a review")
LINK = "https://learning.example/library/1"
PUBLISHED = ProductPublished(
    product=PRODUCT, kind="factsheet", themes=("neglect",), findings=(FINDING,), reviews=(REVIEW,), link=LINK
)
WITHDRAWN = ProductWithdrawn(product=PRODUCT, findings=(FINDING,), reason="superseded")
KNOWN = ProductProgress(
    id=PRODUCT, kind="factsheet", themes=("neglect",), findings=(FINDING,), reviews=(REVIEW,), link=LINK, delivered=0
)


def delivered(number: int) -> LearningDelivered:
    return LearningDelivered(delivery=derived("delivery", str(number)), product=PRODUCT, channel="forum", segments=())


def after(*events: Any) -> ProductProgress:
    known = ProductProgress(id=PRODUCT)
    for event in events:
        known = CHANGES[type(event)](known, event)
    return known


def test_a_published_product_is_known_with_what_it_draws_on() -> None:
    assert after(PUBLISHED) == KNOWN


def test_a_withdrawn_product_keeps_what_it_was() -> None:
    assert after(PUBLISHED, WITHDRAWN) == KNOWN.model_copy(update={"withdrawn": True})


def test_published_again_it_is_withdrawn_no_longer() -> None:
    assert after(PUBLISHED, WITHDRAWN, PUBLISHED) == KNOWN


def test_a_delivery_heard_of_before_its_product_makes_it_and_is_no_publication() -> None:
    assert after(delivered(1)) == ProductProgress(id=PRODUCT, delivered=1)
    assert after(delivered(1), PUBLISHED, delivered(2)) == KNOWN.model_copy(update={"delivered": 2})


@any_of(strategies.integers(0, 4), strategies.randoms(use_true_random=False))
def test_deliveries_come_in_any_order_with_the_product(deliveries: int, chance: Any) -> None:
    """A law: what is known in the end is the same, for deliveries have lanes of their own."""
    place = chance.randint(0, deliveries)
    told: list[Any] = [delivered(number) for number in range(deliveries)]
    told.insert(place, PUBLISHED)
    told.insert(chance.randint(place + 1, len(told)), WITHDRAWN)
    assert after(*told) == KNOWN.model_copy(update={"withdrawn": True, "delivered": deliveries})


def test_every_event_of_a_product_that_the_registry_reads_changes_it() -> None:
    told = {
        event
        for event in EVENTS.values()
        if "review-registry" in event.reads and event.subject == "product" and event.__name__ != "LearningAcknowledged"
    }
    assert told == set(CHANGES)
