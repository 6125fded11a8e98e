"""Flagging products that used a withdrawn point (LD1)."""

from contracts.events.learning_dissemination import LearningPointWithdrawn
from services.learning_dissemination.domain.product.flagging import flag
from tests.builders.given import at
from tests.builders.learning_dissemination import a_draft, a_point, published

URL = "https://learning.example"


def test_withdrawn_point_flags_only_products_that_used_it() -> None:
    used, other = a_point(), a_point("two")
    gone = LearningPointWithdrawn(point=used.id, reason="identifiable")
    for product in (a_draft(used, other), published().state):
        flagged = flag(product, gone, at(url=URL))
        assert flagged.state.flagged == (used.id,)
        assert flag(flagged.state, gone, at(url=URL)).state == flagged.state
    assert flag(a_draft(other), gone, at()).state.flagged == ()
