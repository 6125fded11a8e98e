"""The projection of products (RR4, RR6, R22)."""

from typing import Any

from contracts.events.catalogue import EVENTS
from contracts.events.learning_dissemination import (
    ProductPublished,
    ProductRestored,
    ProductWithdrawn,
    ProductWithheld,
)
from services.chassis.rules.decisions import derived
from services.review_registry.domain.others import acknowledgements, deliveries
from services.review_registry.domain.others.products import CHANGES, ProductProgress

PRODUCT, FINDING, REVIEW = derived("a product"), derived("a finding"), derived("a review")
LINK = "https://learning.example/library/1"
PUBLISHED = ProductPublished(
    product=PRODUCT, kind="factsheet", themes=("neglect",), findings=(FINDING,), reviews=(REVIEW,), link=LINK
)
WITHDRAWN = ProductWithdrawn(product=PRODUCT, findings=(FINDING,), reason="superseded")
WITHHELD = ProductWithheld(product=PRODUCT, findings=(FINDING,), reason="criminal", link="https://learning.example/products/1")
RESTORED = ProductRestored(product=PRODUCT, findings=(FINDING,), link=LINK)
KNOWN = ProductProgress(id=PRODUCT, kind="factsheet", themes=("neglect",), findings=(FINDING,), reviews=(REVIEW,), link=LINK)


def after(*events: Any) -> ProductProgress:
    known = ProductProgress(id=PRODUCT)
    for event in events:
        known = CHANGES[type(event)](known, event)
    return known


def test_published_product_has_its_reviews_and_findings() -> None:
    assert after(PUBLISHED) == KNOWN


def test_withdrawn_product_keeps_its_facts() -> None:
    assert after(PUBLISHED, WITHDRAWN) == KNOWN.model_copy(update={"withdrawn": True})


def test_product_stands_only_while_the_library_has_it() -> None:
    assert not after(PUBLISHED, WITHHELD).stands
    assert after(PUBLISHED, WITHHELD, RESTORED) == KNOWN
    assert after(PUBLISHED, WITHHELD, PUBLISHED) == KNOWN
    assert not after(PUBLISHED, WITHHELD, WITHDRAWN).stands


def test_product_published_again_is_not_withdrawn() -> None:
    assert after(PUBLISHED, WITHDRAWN, PUBLISHED) == KNOWN


def test_every_product_event_has_its_change() -> None:
    told = {event for event in EVENTS.values() if "review-registry" in event.reads and event.subject == "product"}
    assert told == {*CHANGES, *deliveries.CHANGES, *acknowledgements.CHANGES}
