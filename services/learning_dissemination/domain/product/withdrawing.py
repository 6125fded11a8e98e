"""Withdraws a product from use (LD2)."""

from contracts.events.learning_dissemination import ProductWithdrawn
from contracts.vocabulary.reviews import WithdrawalReason
from services.chassis.rules.decisions import Decided, Given, refuse_if_any
from services.chassis.rules.values import CommandBody
from services.learning_dissemination.domain.product.guards import unless_withdrawn
from services.learning_dissemination.domain.product.state import Product, ProductStatus


class WithdrawProduct(CommandBody):
    """Withdraws a product so that nobody uses it any more."""

    reason: WithdrawalReason


def withdraw_product(product: Product, command: WithdrawProduct, given: Given) -> Decided[Product]:
    """Withdraws the product. Emits `ProductWithdrawn` only if the library ever had it."""
    refuse_if_any(unless_withdrawn(product))
    withdrawn = (ProductWithdrawn(product=product.id, findings=product.findings, reason=command.reason),)
    changed = {"status": ProductStatus.WITHDRAWN, "status_since": given.now, "withdrawn": command.reason}
    return Decided(product.model_copy(update=changed), withdrawn if product.published else ())
