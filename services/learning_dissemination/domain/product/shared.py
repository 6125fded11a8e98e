"""A published product, as deliveries and tallies keep it (LD4, LD5)."""

from contracts.vocabulary.types import Code, Id
from services.chassis.rules.decisions import Reason
from services.chassis.rules.values import Value
from services.learning_dissemination.domain.product.state import ProductHead, in_library


class SharedProduct(Value):
    """A product that was in the library when somebody used it."""

    product: Id
    themes: tuple[Code, ...]
    findings: tuple[Id, ...]
    reviews: tuple[Id, ...]


def shared(product: ProductHead | None) -> SharedProduct | None:
    """Returns the product for use, or None if the library does not have it."""
    if product is None or not in_library(product):
        return None
    return SharedProduct(product=product.id, themes=product.themes, findings=product.findings, reviews=product.reviews)


def not_published() -> Reason:
    """Returns the reason to refuse a product that the library does not have (LD2)."""
    return Reason("product/not-published", "Choose a product from the library: this one is not published.", "product")


def threads_of(shared: SharedProduct, id_: Id) -> tuple[str, ...]:
    """Returns the threads of the product's sources, so that the thread of a finding shows the use of its learning."""
    return tuple(dict.fromkeys((*shared.findings, *shared.reviews, shared.product, id_)))
