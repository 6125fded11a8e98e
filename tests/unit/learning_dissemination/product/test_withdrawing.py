"""Withdrawing a product (LD2)."""

from contracts.events.learning_dissemination import ProductWithdrawn
from contracts.vocabulary.reviews import WithdrawalReason
from services.learning_dissemination.domain.product.state import ProductStatus, in_library
from services.learning_dissemination.domain.product.withdrawing import WithdrawProduct, withdraw_product
from services.learning_dissemination.domain.product.writing import WriteParts, write_parts
from tests.builders.given import at
from tests.builders.learning_dissemination import CHAIR, UNIT, a_draft, a_point, approval, published, refusal, sources


def test_withdrawal_emits_only_if_published_and_is_final() -> None:
    command = WithdrawProduct(reason=WithdrawalReason.OUT_OF_DATE)
    decided = withdraw_product(published().state, command, at(who=CHAIR))
    gone = decided.state
    assert decided.events == (ProductWithdrawn(product=gone.id, findings=gone.findings, reason="out-of-date"),)
    assert (gone.status, gone.withdrawn, in_library(gone)) == (ProductStatus.WITHDRAWN, "out-of-date", False)
    assert withdraw_product(a_draft(), command, at(who=CHAIR)).events == ()
    assert refusal(withdraw_product, gone, command, at(who=CHAIR)) == [("product/withdrawn", "")]
    assert refusal(write_parts, gone, WriteParts(), at(who=UNIT), sources(a_point())) == [("product/withdrawn", "")]
    assert approval(gone, sources(a_point())) == [("product/not-a-draft", "")]
