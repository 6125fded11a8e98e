"""What a product must have before it is approved, and before it goes out (LD2)."""

from contracts.events.learning_dissemination import ProductPublished
from contracts.framework.learning import ProductKind
from services.chassis.rules.decisions import Decided, Given, Reason, Refused, refuse_if_any
from services.chassis.rules.detectors import identifying
from services.learning_dissemination.domain.part import Part
from services.learning_dissemination.domain.product import (
    Product,
    ProductStatus,
    Published,
    Section,
    Sources,
    drawn_from,
)


class ApproveProduct(Part):
    """Approves a product that somebody else wrote."""


class PublishProduct(Part):
    """Publishes an approved product in the library."""


def approve_product(product: Product, command: ApproveProduct, given: Given, sources: Sources) -> Decided[Product]:
    """Refused with everything that is still missing or wrong, each empty part by its name."""
    kind = _kind(product, given)
    reasons: list[Reason] = []
    if product.status is not ProductStatus.DRAFT:
        reasons.append(Reason("product/not-a-draft", "Only a draft can be approved."))
    if given.actor.person_ref in product.writers:
        reasons.append(Reason("product/own-work", "Somebody who wrote none of it approves it."))
    refuse_if_any(
        reasons + _empty(product, kind) + _identifying(product) + _too_little(kind, sources) + blocked(product, sources)
    )
    changed = {"status": ProductStatus.APPROVED, "approved_by": given.actor.person_ref}
    return Decided(product.model_copy(update=changed | drawn_from(sources)))


def publish_product(product: Product, command: PublishProduct, given: Given, sources: Sources) -> Decided[Product]:
    """What was approved goes into the library as it is now, unless something it draws on is held or was withdrawn since."""
    kind = _kind(product, given)
    reasons = []
    if product.status is not ProductStatus.APPROVED:
        reasons.append(Reason("product/not-approved", "Only an approved product can be published."))
    refuse_if_any(reasons + _empty(product, kind) + blocked(product, sources))
    now = product.model_copy(update={"status": ProductStatus.PUBLISHED} | drawn_from(sources))
    published = ProductPublished(
        product=now.id,
        kind=now.kind,
        themes=now.themes,
        findings=now.findings,
        reviews=now.reviews,
        link=f"{given.url}/library/{now.id}",
    )
    return Decided(now.model_copy(update={"published": _as_published(now, kind, given)}), (published,))


def blocked(product: Product, sources: Sources) -> list[Reason]:
    """What keeps it from being used at all: points that were withdrawn, and holds on reviews it draws on. A flag counts though
    the facts, read a moment before, do not show it yet."""
    reasons = [
        Reason("product/point-withdrawn", "The source of this learning point was taken back.", f"points/{place}")
        for place, point in enumerate(sources.points)
        if point is None or point.withdrawn or point.id in product.flagged
    ]
    if sources.held:
        reasons.append(Reason("product/review-held", "What a review it draws on may show is held back for now.", "points"))
    return reasons


def _empty(product: Product, kind: ProductKind) -> list[Reason]:
    return [
        Reason("product/part-empty", "This part of the template is still empty.", f"parts/{part.code}")
        for part in kind.parts
        if not product.parts.get(part.code)
    ]


def _identifying(product: Product) -> list[Reason]:
    texts = {"title": product.title} | {f"parts/{code}": text for code, text in product.parts.items()}
    return [
        Reason("product/identifying", f"This may identify somebody ({detector}): say it in another way.", path)
        for path, text in texts.items()
        for detector in identifying(text)
    ]


def _too_little(kind: ProductKind, sources: Sources) -> list[Reason]:
    if not sources.points:
        return [Reason("product/no-point", "A product is made from at least one learning point.", "points")]
    combines = kind.reviews_at_least > 1  # the one review of an action may not be known here
    if combines and len(sources.reviews) < kind.reviews_at_least:
        sentence = f"This kind of product combines at least {kind.reviews_at_least} reviews."
        return [Reason("product/too-few-reviews", sentence, "points")]
    return []


def _as_published(product: Product, kind: ProductKind, given: Given) -> Published:
    return Published(
        version=product.version,
        kind=kind.code,
        kind_label=kind.label,
        title=product.title,
        sections=tuple(Section(code=part.code, label=part.label, text=product.parts[part.code]) for part in kind.parts),
        themes=product.themes,
        published_on=given.today,
    )


def _kind(product: Product, given: Given) -> ProductKind:
    """The product's kind in the settings in force. Raises Refused where they no longer know it."""
    found = given.framework.learning.product_kind(product.kind)
    if found is None:
        raise Refused(Reason("product/kind-gone", "The settings in force no longer know this kind of product."))
    return found
