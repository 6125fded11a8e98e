"""Flags products that used a withdrawn learning point (LD1)."""

from contracts.events.learning_dissemination import LearningPointWithdrawn, ProductFlagged
from services.chassis.rules.decisions import Decided, Given
from services.learning_dissemination.domain.point.withdrawing import MUST_NOT_STAY
from services.learning_dissemination.domain.product.state import Product, Withheld, in_library
from services.learning_dissemination.domain.product.withholding import with_causes


def flag(product: Product, event: LearningPointWithdrawn, given: Given) -> Decided[Product]:
    """Flags the point on the product. Takes it out of the library at once if what was recalled must not stay."""
    published = product.published.points if product.published else ()
    if event.point not in (*product.points, *published):
        return Decided(product)
    flagged = product.model_copy(update={"flagged": tuple(dict.fromkeys((*product.flagged, event.point)))})
    if event.reason in MUST_NOT_STAY:
        return with_causes(flagged, (*product.withheld, Withheld(source=event.point, reason=event.reason)), given)
    if not in_library(product) or event.point not in published or event.point in product.flagged:
        return Decided(flagged)
    page = f"{given.url}/products/{product.id}"
    return Decided(flagged, (ProductFlagged(product=product.id, findings=product.findings, reason=event.reason, link=page),))
