"""The steps of products and deliveries that wait for people: approve, publish, check, record the attendance (LD2, LD4)."""

from enum import StrEnum

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER, PARTNERSHIP
from services.chassis.rules.calendar import day_of
from services.chassis.rules.decisions import Given
from services.chassis.rules.person import is_one_of
from services.chassis.rules.waits import Wait, began_on, decision_due
from services.learning_dissemination.domain.delivery.state import DeliveryHead, DeliveryStatus
from services.learning_dissemination.domain.product.guards import empty_parts
from services.learning_dissemination.domain.product.state import ProductHead, ProductStatus, withdrawn_learning


class Asked(StrEnum):
    """A step that waits for a person."""

    APPROVE_PRODUCT = "approve-product"
    PUBLISH_PRODUCT = "publish-product"
    CHECK_PRODUCT = "check-product"
    """A published product uses learning that was withdrawn: write another version, restore it or withdraw it."""
    RECORD_ATTENDANCE = "record-attendance"
    DECIDE_DISPOSAL = "decide-disposal"
    """Dispose of things whose period has passed, or keep them."""


def of_draft(product: ProductHead, given: Given) -> Wait | None:
    """Returns the approval of a complete draft. A person who wrote part of it may not approve it."""
    kind = given.framework.learning.product_kind(product.kind)
    if product.status is not ProductStatus.DRAFT or kind is None or empty_parts(product, kind):
        return None
    actor = given.actor
    if is_one_of(actor, product.writers) and not (actor.holds(BUSINESS_UNIT) and actor.agency == PARTNERSHIP):
        return None
    return _of(product, Asked.APPROVE_PRODUCT, (DECIDER,), given)


def of_approved(product: ProductHead, given: Given) -> Wait | None:
    """Returns the publication of an approved product."""
    return _of(product, Asked.PUBLISH_PRODUCT, (BUSINESS_UNIT,), given) if product.status is ProductStatus.APPROVED else None


def of_flagged(product: ProductHead, given: Given) -> Wait | None:
    """Returns the check of a published product that uses withdrawn learning. A hold asks nothing: it ends by itself."""
    if product.flagged_at is None or not withdrawn_learning(product):
        return None
    by = decision_due(day_of(product.flagged_at, given.framework.partnership.timezone), given)
    link = f"{given.url}/products/{product.id}"
    return Wait(Asked.CHECK_PRODUCT, (DECIDER, BUSINESS_UNIT), product.id, product.flagged_at, by, link)


def of_delivery(delivery: DeliveryHead, given: Given) -> Wait | None:
    """Returns the attendance of a delivery whose day has come."""
    if delivery.status is not DeliveryStatus.PLANNED or given.today < delivery.on:
        return None
    link = f"{given.url}/deliveries/{delivery.id}"
    began = began_on(delivery.on, given)
    return Wait(Asked.RECORD_ATTENDANCE, (BUSINESS_UNIT,), delivery.id, began, delivery.on, link)


def _of(product: ProductHead, asks: Asked, roles: tuple[str, ...], given: Given) -> Wait:
    by = decision_due(day_of(product.status_since, given.framework.partnership.timezone), given)
    return Wait(asks, roles, product.id, product.status_since, by, f"{given.url}/products/{product.id}")
