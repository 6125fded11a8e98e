"""Brings a product back into the library after a check (LD1, LD2)."""

from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.chassis.rules.person import is_one_of
from services.chassis.rules.values import CommandBody
from services.learning_dissemination.domain.product.guards import unless_withdrawn
from services.learning_dissemination.domain.product.sources import Sources, flags, withdrawn_among
from services.learning_dissemination.domain.product.state import Product, causes
from services.learning_dissemination.domain.product.withholding import with_causes


class RestoreProduct(CommandBody):
    """Brings the published version back, after a decider has checked it against the text that was released again."""


def restore_product(product: Product, command: RestoreProduct, given: Given, sources: Sources) -> Decided[Product]:
    """Refuses while a point of the published version is still withdrawn. A hold ends by itself."""
    published = product.published.points if product.published else ()
    recalled = [each for each in causes(product) if each.source in published]
    reasons = unless_withdrawn(product)
    if not recalled:
        sentence = "You can only restore a product that a recall took out of the library."
        reasons.append(Reason("product/not-withheld", sentence))
    if is_one_of(given.actor, product.writers):
        reasons.append(Reason("product/own-work", "You wrote part of this product, so somebody else must restore it."))
    if withdrawn_among(sources):
        sentence = "Learning that this product used is still withdrawn. Publish a version without it, or withdraw the product."
        reasons.append(Reason("product/still-recalled", sentence))
    refuse_if_any(reasons)
    left = tuple(each for each in product.flagged if each not in published)
    checked = product.model_copy(update=flags(left, product.flagged_at))
    return with_causes(checked, [each for each in product.withheld if each not in recalled], given)
