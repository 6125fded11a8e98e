"""Flags products that used a withdrawn learning point (LD1)."""

from contracts.events.learning_dissemination import LearningPointWithdrawn
from services.chassis.rules.decisions import Decided, Given
from services.learning_dissemination.domain.product.state import Product


def flag(product: Product, event: LearningPointWithdrawn, given: Given) -> Decided[Product]:
    """Flags the point on the product, published or not."""
    if event.point not in product.points:
        return Decided(product)
    return Decided(product.model_copy(update={"flagged": tuple(dict.fromkeys((*product.flagged, event.point)))}))
