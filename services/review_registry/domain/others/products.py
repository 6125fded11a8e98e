"""Products of learning dissemination that use reviews and findings (RR4, RR6, R22)."""

from collections.abc import Callable, Mapping
from typing import Any

from contracts.events.event import Event
from contracts.events.learning_dissemination import (
    ProductPublished,
    ProductRestored,
    ProductWithdrawn,
    ProductWithheld,
)
from contracts.vocabulary.types import Code, Id, Link
from services.chassis.rules.values import Value


class ProductProgress(Value):
    """The projection of one product. It has a `link` once it is published."""

    id: Id
    kind: Code | None = None
    themes: tuple[Code, ...] = ()
    reviews: tuple[Id, ...] = ()
    findings: tuple[Id, ...] = ()
    link: Link | None = None
    withdrawn: bool = False
    withheld: bool = False
    """Whether the library holds it back for now."""

    @property
    def stands(self) -> bool:
        """Returns whether the library has it."""
        return self.link is not None and not self.withdrawn and not self.withheld


def _published(product: ProductProgress, event: ProductPublished) -> ProductProgress:
    changes = {
        "kind": event.kind,
        "themes": event.themes,
        "reviews": event.reviews,
        "findings": event.findings,
        "link": event.link,
        "withdrawn": False,
        "withheld": False,
    }
    return product.model_copy(update=changes)


def _withdrawn(product: ProductProgress, event: ProductWithdrawn) -> ProductProgress:
    return product.model_copy(update={"withdrawn": True, "findings": event.findings})


def _withheld(product: ProductProgress, event: ProductWithheld) -> ProductProgress:
    return product.model_copy(update={"withheld": True})


def _restored(product: ProductProgress, event: ProductRestored) -> ProductProgress:
    return product.model_copy(update={"withheld": False})


CHANGES: Mapping[type[Event], Callable[[ProductProgress, Any], ProductProgress]] = {
    ProductPublished: _published,
    ProductWithdrawn: _withdrawn,
    ProductWithheld: _withheld,
    ProductRestored: _restored,
}
"""The product after each event."""


def product_of(event: Any) -> Id:
    """Returns the id of the product that an event is about."""
    return str(event.product)


def new_product(id_: Id, event: Event) -> ProductProgress:
    """Returns a product before the first event about it."""
    return ProductProgress(id=id_)


def keys(product: ProductProgress) -> dict[str, Any]:
    """Returns the flat query keys."""
    return {"findings": list(product.findings), "reviews": list(product.reviews)}


def threads(product: ProductProgress) -> tuple[str, ...]:
    """Returns its own thread, then those of its findings."""
    return (product.id, *product.findings)
