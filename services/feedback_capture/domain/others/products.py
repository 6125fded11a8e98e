"""Products of learning dissemination, as replies show them (FC5)."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.event import Event
from contracts.events.learning_dissemination import ProductPublished, ProductWithdrawn
from contracts.vocabulary.types import Code, Id, Link
from services.chassis.rules.values import Value


class KnownProduct(Value):
    """A product, with its link while it is published."""

    id: Id
    kind: Code | None = None
    link: Link | None = None
    withdrawn: bool = False


def id_of(event: Any) -> Id:
    return str(event.product)


def new(id_: Id, event: Event) -> KnownProduct:
    return KnownProduct(id=id_)


def published(product: KnownProduct, event: ProductPublished) -> KnownProduct:
    return product.model_copy(update={"kind": event.kind, "link": event.link, "withdrawn": False})


def withdrawn(product: KnownProduct, event: ProductWithdrawn) -> KnownProduct:
    return product.model_copy(update={"link": None, "withdrawn": True})


CHANGES: Mapping[type[Event], Callable[[KnownProduct, Any], KnownProduct]] = {
    ProductPublished: published,
    ProductWithdrawn: withdrawn,
}


def keys(product: KnownProduct) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {"kind": product.kind}


def threads(product: KnownProduct) -> tuple[str, ...]:
    return (product.id,)
