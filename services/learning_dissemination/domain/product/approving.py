"""Approves a product, once it is complete, safe to share and written by somebody else (LD2)."""

from contracts.framework.learning import ProductKind
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.detectors import DETECTORS, identifying
from services.chassis.rules.person import is_one_of, person_of
from services.chassis.rules.values import CommandBody
from services.learning_dissemination.domain.product.guards import blocked, empty_parts, kind_in_force
from services.learning_dissemination.domain.product.sources import Sources, drawn_from
from services.learning_dissemination.domain.product.state import Product, ProductStatus


class ApproveProduct(CommandBody):
    """Approves a product that somebody else wrote."""


def approve_product(product: Product, command: ApproveProduct, given: Given, sources: Sources) -> Decided[Product]:
    """Refuses with everything that is missing or wrong, naming each empty part."""
    kind = kind_in_force(product, given)
    reasons: list[Reason] = []
    if product.status is not ProductStatus.DRAFT:
        reasons.append(Reason("product/not-a-draft", "You can only approve a draft. Edit this product to make a new draft."))
    if is_one_of(given.actor, product.writers):
        sentence = "You wrote part of this product, so somebody else must approve it."
        reasons.append(Reason("product/own-work", sentence))
    refuse_if_any(
        reasons + empty_parts(product, kind) + _identifying(product) + _too_little(kind, sources) + blocked(product, sources)
    )
    changed = {"status": ProductStatus.APPROVED, "status_since": given.now, "approved_by": person_of(given.actor)}
    return Decided(product.model_copy(update=changed | drawn_from(sources)))


def _identifying(product: Product) -> list[Reason]:
    texts = {"title": product.title} | {f"parts/{code}": text for code, text in product.parts.items()}
    return [
        Reason(
            "product/identifying",
            f"This text may identify somebody because it seems to contain {DETECTORS[detector]}. Remove it or reword it.",
            path,
        )
        for path, text in texts.items()
        for detector in identifying(text)
    ]


def _too_little(kind: ProductKind, sources: Sources) -> list[Reason]:
    if not sources.points:
        return [Reason("product/no-point", "Choose at least one learning point.", "points")]
    combines = kind.reviews_at_least > 1  # kinds that need one review pass: a reply may be about no review
    if combines and len(sources.reviews) < kind.reviews_at_least:
        sentence = f"Choose learning points from at least {kind.reviews_at_least} reviews."
        return [Reason("product/too-few-reviews", sentence, "points")]
    return []
