"""The steps of products and deliveries that wait for people (LD2, LD4)."""

from datetime import timedelta

from contracts.events.learning_dissemination import LearningPointWithdrawn
from services.chassis.rules.calendar import add_working_days, start_of
from services.learning_dissemination.domain import waits
from services.learning_dissemination.domain.product.flagging import flag
from services.learning_dissemination.domain.product.withdrawing import WithdrawProduct, withdraw_product
from tests.builders.given import CLOSED, MONDAY, actor, at
from tests.builders.learning_dissemination import (
    CHAIR,
    DAY,
    UNIT,
    a_delivery,
    a_draft,
    a_point,
    approved,
    delivered,
    published,
)

BY = add_working_days(MONDAY.date(), 10, CLOSED)
LATER, URL = MONDAY + timedelta(days=30), "https://learning.example"


def test_complete_draft_waits_for_somebody_who_wrote_none_of_it() -> None:
    wait = waits.of_draft(a_draft(), at(who=CHAIR))
    assert wait
    assert (wait.asks, wait.since, wait.by) == ("approve-product", MONDAY, BY)
    assert waits.of_draft(a_draft(), at(who=UNIT)), "the business unit sees to it"
    assert waits.of_draft(a_draft(), at(who=actor("decider", person_ref=UNIT.person_ref))) is None
    assert waits.of_draft(a_draft(parts={}), at(who=CHAIR)) is None, "its author has not finished it"
    assert waits.of_draft(approved(), at(who=CHAIR)) is None


def test_approved_product_waits_to_be_published() -> None:
    wait = waits.of_approved(approved(), at(who=UNIT))
    assert wait
    assert (wait.asks, wait.roles) == ("publish-product", ("business-unit",))
    assert waits.of_approved(published().state, at(who=UNIT)) is None


def test_published_product_that_uses_withdrawn_learning_waits_to_be_checked() -> None:
    product = published().state
    assert waits.of_flagged(product, at(who=CHAIR)) is None
    for reason in ("identifiable", "identifies-somebody"):
        event = LearningPointWithdrawn(point=a_point().id, reason=reason)
        flagged = flag(product, event, at(LATER, url=URL)).state
        wait = waits.of_flagged(flagged, at(LATER, CHAIR))
        assert wait
        assert (wait.asks, wait.since) == ("check-product", LATER)
        assert flag(flagged, event, at(LATER + timedelta(days=1), url=URL)).state.flagged_at == LATER
        gone = withdraw_product(flagged, WithdrawProduct.model_validate({"reason": "court-order"}), at(LATER, CHAIR)).state
        assert waits.of_flagged(gone, at(LATER, CHAIR)) is None


def test_attendance_waits_from_the_day_of_the_delivery() -> None:
    planned = a_delivery()
    assert waits.of_delivery(planned, at(DAY - timedelta(days=1), UNIT)) is None
    wait = waits.of_delivery(planned, at(DAY, UNIT))
    assert wait
    assert (wait.asks, wait.since, wait.by) == ("record-attendance", start_of(DAY, "Europe/London"), DAY)
    assert waits.of_delivery(delivered(), at(LATER, UNIT)) is None
