"""What those who bring or acknowledge a product must know of it (LD4, LD5)."""

from pydantic import BaseModel, ConfigDict

from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Reason
from services.learning_dissemination.domain.product import Product, in_library


class Shared(BaseModel):
    """A product that may be used: published, and not withdrawn."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    product: Id
    themes: tuple[Code, ...]
    findings: tuple[Id, ...]
    reviews: tuple[Id, ...]


def shared(product: Product | None) -> Shared | None:
    """What may be used of a product, if it may be."""
    if product is None or not in_library(product):
        return None
    return Shared(product=product.id, themes=product.themes, findings=product.findings, reviews=product.reviews)


def not_shared() -> Reason:
    """Only what is published is used, and what was withdrawn is used no longer (LD2)."""
    return Reason("product/not-published", "There is no such product, or it is not published now.", "product")


def threads_of(shared: Shared, id_: Id) -> tuple[str, ...]:
    """The threads of what the product draws on, so that a finding's thread shows where its learning went."""
    return tuple(dict.fromkeys((*shared.findings, *shared.reviews, shared.product, id_)))
