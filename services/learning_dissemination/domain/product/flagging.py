"""Flags products that used a withdrawn learning point (LD1)."""

from contracts.events.learning_dissemination import LearningPointWithdrawn, ProductFlagged
from services.chassis.rules.decisions import Decided, Given
from services.learning_dissemination.domain.point.withdrawing import MUST_NOT_STAY
from services.learning_dissemination.domain.product.sources import flags
from services.learning_dissemination.domain.product.state import Product, Withheld, in_library
from services.learning_dissemination.domain.product.withholding import with_causes


def flag(product: Product, event: LearningPointWithdrawn, given: Given) -> Decided[Product]:
    """Flags the point on the product, as of now. Takes it out of the library at once if what was recalled must not stay."""
    published = product.published.points if product.published else ()
    if event.point not in (*product.points, *published):
        return Decided(product)
    again = event.point in product.flagged
    since = product.flagged_at if again else given.now
    flagged = product.model_copy(update=flags(tuple(dict.fromkeys((*product.flagged, event.point))), since))
    if event.reason in MUST_NOT_STAY:
        return with_causes(flagged, (*product.withheld, Withheld(source=event.point, reason=event.reason)), given)
    if not in_library(product) or event.point not in published or again:
        return Decided(flagged)
    page = f"{given.url}/products/{product.id}"
    return Decided(flagged, (ProductFlagged(product=product.id, findings=product.findings, reason=event.reason, link=page),))
