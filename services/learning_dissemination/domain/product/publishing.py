"""Publishes an approved product in the library (LD2, LD7)."""

from contracts.events.learning_dissemination import ProductPublished
from contracts.framework.learning import ProductKind
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.learning_dissemination.domain.product.guards import blocked, empty_parts, kind_in_force
from services.learning_dissemination.domain.product.sources import Sources, drawn_from
from services.learning_dissemination.domain.product.state import Product, ProductStatus, Published, Section


class PublishProduct(CommandBody):
    """Publishes an approved product in the library."""


def publish_product(product: Product, command: PublishProduct, given: Given, sources: Sources) -> Decided[Product]:
    """Puts the approved version into the library, unless a source is on hold or has been withdrawn since."""
    kind = kind_in_force(product, given)
    reasons = []
    if product.status is not ProductStatus.APPROVED:
        sentence = "You can only publish an approved product. Ask a decider to approve it first."
        reasons.append(Reason("product/not-approved", sentence))
    refuse_if_any(reasons + empty_parts(product, kind) + blocked(product, sources))
    now = product.model_copy(update={"status": ProductStatus.PUBLISHED, "status_since": given.now} | drawn_from(sources))
    published = ProductPublished(
        product=now.id,
        kind=now.kind,
        themes=now.themes,
        findings=now.findings,
        reviews=now.reviews,
        link=f"{given.url}/library/{now.id}",
    )
    return Decided(now.model_copy(update={"published": _as_published(now, kind, given), "withheld": ()}), (published,))


def _as_published(product: Product, kind: ProductKind, given: Given) -> Published:
    return Published(
        version=product.version,
        kind=kind.code,
        kind_label=kind.label,
        title=product.title,
        sections=tuple(Section(code=part.code, label=part.label, text=product.parts[part.code]) for part in kind.parts),
        themes=product.themes,
        published_on=given.today,
        points=product.points,
        reviews=product.reviews,
    )
