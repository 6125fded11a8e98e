"""How what was found is shared, as learning dissemination tells it (RR4, RR6, R22): the plan of a review, each product, who has
acknowledged it. A small document for each plan, product and acknowledgement there."""

from collections.abc import Callable
from typing import Any

from pydantic import BaseModel, ConfigDict

from contracts.events.event import Event
from contracts.events.learning_dissemination import LearningDelivered, ProductPublished, ProductWithdrawn
from contracts.vocabulary.types import Code, Count, Id, Link
from services.chassis.rules.decisions import derived


class DisseminationProgress(BaseModel):
    """The plan to share one review's learning, and what it still lacks: codes, none when it is whole."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    review: Id
    lacks: tuple[Code, ...]


class ProductProgress(BaseModel):
    """Something to learn from, as far as it is known here: a delivery may be heard of before the product. Published once it
    has a `link`."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    kind: Code | None = None
    themes: tuple[Code, ...] = ()
    reviews: tuple[Id, ...] = ()
    findings: tuple[Id, ...] = ()
    link: Link | None = None
    withdrawn: bool = False
    delivered: Count = 0
    """How often it was brought to people."""

    @property
    def stands(self) -> bool:
        """Published, and not withdrawn."""
        return self.link is not None and not self.withdrawn


class Acknowledged(BaseModel):
    """Somebody of a professional group in an agency says of a product: read and discussed. One a person and product."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    product: Id
    agency: Code
    professional_group: Code


def plan_id(review: str) -> str:
    """The id of a review's plan, here and where it is decided."""
    return derived("plan", review)


def _published(event: ProductPublished, before: ProductProgress) -> dict[str, Any]:
    return {
        "kind": event.kind,
        "themes": event.themes,
        "reviews": event.reviews,
        "findings": event.findings,
        "link": event.link,
        "withdrawn": False,
    }


PRODUCT_CHANGES: dict[type[Event], Callable[[Any, ProductProgress], dict[str, Any]]] = {
    ProductPublished: _published,
    ProductWithdrawn: lambda event, before: {"withdrawn": True, "findings": event.findings},
    LearningDelivered: lambda event, before: {"delivered": before.delivered + 1},
}
"""What each event changes of a product. A delivery comes in a lane of its own, in no order with its product's."""
