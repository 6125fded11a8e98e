"""Keeps a product out of the library while a review behind it is on hold, or after a recall (LD1, LD2)."""

from collections.abc import Iterable

from contracts.events.learning_dissemination import ProductRestored, ProductWithheld
from contracts.events.review_registry import PublicationHeld, PublicationHoldLifted
from services.chassis.rules.decisions import Decided, Given
from services.learning_dissemination.domain.product.state import Product, ProductStatus, Withheld, causes


def hold(product: Product, event: PublicationHeld, given: Given) -> Decided[Product]:
    """Records the hold. The library loses the product at once."""
    held = Withheld(source=event.review, reason=event.kind, hold=event.hold)
    return with_causes(product, (*product.withheld, held), given)


def lift(product: Product, event: PublicationHoldLifted, given: Given) -> Decided[Product]:
    """Removes the hold. The product comes back by itself if nothing else withholds it."""
    return with_causes(product, [each for each in product.withheld if each.hold != event.hold], given)


def with_causes(product: Product, withheld: Iterable[Withheld], given: Given) -> Decided[Product]:
    """Returns the product with these causes. Emits an event for each new one, or when the last one has gone."""
    after = product.model_copy(update={"withheld": tuple(dict.fromkeys(withheld))})
    if product.status is ProductStatus.WITHDRAWN:
        return Decided(after)
    before, now = causes(product), causes(after)
    if before and not now:
        link = f"{given.url}/library/{product.id}"
        return Decided(after, (ProductRestored(product=product.id, findings=product.findings, link=link),))
    page = f"{given.url}/products/{product.id}"
    return Decided(
        after,
        tuple(
            ProductWithheld(product=product.id, findings=product.findings, reason=each.reason, link=page)
            for each in now
            if each not in before
        ),
    )
