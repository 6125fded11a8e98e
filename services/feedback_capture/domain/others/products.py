"""Products of learning dissemination, as replies show them (FC5)."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.event import Event
from contracts.events.learning_dissemination import ProductPublished, ProductRestored, ProductWithdrawn, ProductWithheld
from contracts.vocabulary.types import Code, Id, Link
from services.chassis.rules.values import Value


class KnownProduct(Value):
    """A product, with its link while it is published."""

    id: Id
    kind: Code | None = None
    link: Link | None = None
    withdrawn: bool = False


def product_of(event: Any) -> Id:
    """Returns the id of the product that an event is about."""
    return str(event.product)


def new_product(id_: Id, event: Event) -> KnownProduct:
    """Returns a product before the first event about it."""
    return KnownProduct(id=id_)


def _published(product: KnownProduct, event: ProductPublished) -> KnownProduct:
    return product.model_copy(update={"kind": event.kind, "link": event.link, "withdrawn": False})


def _withdrawn(product: KnownProduct, event: ProductWithdrawn) -> KnownProduct:
    return product.model_copy(update={"link": None, "withdrawn": True})


def _withheld(product: KnownProduct, event: ProductWithheld) -> KnownProduct:
    return product.model_copy(update={"link": None})


def _restored(product: KnownProduct, event: ProductRestored) -> KnownProduct:
    return product.model_copy(update={"link": event.link})


CHANGES: Mapping[type[Event], Callable[[KnownProduct, Any], KnownProduct]] = {
    ProductPublished: _published,
    ProductWithdrawn: _withdrawn,
    ProductWithheld: _withheld,
    ProductRestored: _restored,
}


def keys(product: KnownProduct) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {"kind": product.kind}


def threads(product: KnownProduct) -> tuple[str, ...]:
    return (product.id,)
