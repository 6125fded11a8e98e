"""Preconditions that several decisions about a product share."""

from collections.abc import Iterable

from contracts.framework.learning import ProductKind
from services.chassis.rules.decisions import Given, Reason, Refused
from services.learning_dissemination.domain.product.sources import Sources
from services.learning_dissemination.domain.product.state import Product, ProductHead, ProductStatus


def kind_in_force(product: Product, given: Given) -> ProductKind:
    """Returns the product's kind. Raises Refused if the framework in force no longer has it."""
    found = given.framework.learning.product_kind(product.kind)
    if found is None:
        sentence = "This kind of product is no longer in use. Start a new product of another kind."
        raise Refused(Reason("product/kind-gone", sentence))
    return found


def unknown_parts(parts: Iterable[str], kind: ProductKind | None) -> list[Reason]:
    """Returns a reason for each part that the template lacks; none if the kind itself is unknown."""
    if kind is None:
        return []
    known = {each.code for each in kind.parts}
    sentence = "Choose a part of the template: this kind of product has no such part."
    return [Reason("product/unknown-part", sentence, f"parts/{code}") for code in parts if code not in known]


def unknown_points(sources: Sources) -> list[Reason]:
    """Returns a reason for each point that does not exist."""
    return [
        Reason("product/unknown-point", "Choose a learning point from the list: this one does not exist.", f"points/{place}")
        for place, point in enumerate(sources.points)
        if point is None
    ]


def unless_withdrawn(product: Product) -> list[Reason]:
    """Returns a reason if the product is withdrawn."""
    if product.status is not ProductStatus.WITHDRAWN:
        return []
    return [Reason("product/withdrawn", "You cannot change this product because it has been withdrawn.")]


def empty_parts(product: ProductHead, kind: ProductKind) -> list[Reason]:
    """Returns a reason for each part of the template that has no text."""
    return [
        Reason("product/part-empty", f"Enter the text for “{part.label}”.", f"parts/{part.code}")
        for part in kind.parts
        if part.code not in product.filled
    ]


def blocked(product: Product, sources: Sources) -> list[Reason]:
    """Returns a reason for each withdrawn point, and those of `unusable`.

    A flag or a hold on the product counts too, because the facts were read a moment earlier and may not show it yet.
    """
    withdrawn = "This learning point has been withdrawn. Remove it, and all text that relies on it."
    reasons = [
        Reason("product/point-withdrawn", withdrawn, f"points/{place}")
        for place, point in enumerate(sources.points)
        if point is None or point.withdrawn or point.id in product.flagged
    ]
    noted = {each.source for each in product.withheld} & {*sources.reviews}
    return reasons + unusable(sources, sources.held | noted)


def unusable(sources: Sources, held: frozenset[str]) -> list[Reason]:
    """Returns a reason if a review behind the points is on hold, and one for each point whose review is unknown."""
    on_hold = "You cannot use learning from a review whose publication is on hold. Wait until the hold is lifted."
    unknown = "The review behind this learning point is not known yet. Try again in a few minutes, or remove the point."
    reasons = [
        Reason("product/review-unknown", unknown, f"points/{place}")
        for place, point in enumerate(sources.points)
        if point and point.id in sources.unknown
    ]
    return reasons + ([Reason("product/review-held", on_hold, "points")] if held else [])
