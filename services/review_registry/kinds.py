"""Every kind of aggregate of the review registry."""

from services.chassis.store.kinds import Kind
from services.chassis.store.retained import retained
from services.review_registry.domain import theme
from services.review_registry.domain.others import (
    acknowledgements,
    actions,
    deliveries,
    dissemination,
    feedback,
    involvement,
    obligations,
    products,
)
from services.review_registry.domain.review import chasing, retention
from services.review_registry.domain.review import state as review

REVIEW = retained(
    Kind(
        name="review",
        state=review.Review,
        keys=review.keys,
        threads=review.threads,
        alarm=chasing.alarm,
        ring=chasing.ring,
        readers=review.readers,
        indexed=("findings", "released", "lead", "overdue", "waits", "agencies", "themes", "stage", "review_type", "published"),
        ordered=("opened_at", "published_on"),
        edition=lambda review: review.edition,
        unique=("reference",),
    ),
    retention.PERIOD,
)
THEME = Kind(name="theme", state=theme.Theme, keys=theme.keys, threads=theme.threads, readers=theme.readers)
OBLIGATION_PROGRESS = Kind(
    name="obligation-progress",
    state=obligations.ObligationProgress,
    keys=obligations.keys,
    threads=obligations.threads,
    indexed=("findings",),
)
ACTION_PROGRESS = Kind(
    name="action-progress",
    state=actions.ActionProgress,
    keys=actions.keys,
    threads=actions.threads,
    indexed=("findings", "reopened"),
)
INVOLVEMENT_PROGRESS = Kind(
    name="involvement-progress",
    state=involvement.InvolvementProgress,
    keys=involvement.keys,
    threads=involvement.threads,
)
FEEDBACK_HEARD = Kind(
    name="feedback-heard",
    state=feedback.FeedbackHeard,
    keys=feedback.keys,
    threads=feedback.threads,
    indexed=("theme",),
)
DISSEMINATION_PROGRESS = Kind(
    name="dissemination-progress",
    state=dissemination.DisseminationProgress,
    keys=dissemination.keys,
    threads=dissemination.threads,
)
PRODUCT_PROGRESS = Kind(
    name="product-progress",
    state=products.ProductProgress,
    keys=products.keys,
    threads=products.threads,
    indexed=("findings", "reviews"),
)
DELIVERED = Kind(
    name="delivered",
    state=deliveries.Delivered,
    keys=deliveries.keys,
    threads=deliveries.threads,
    indexed=("product",),
)
ACKNOWLEDGED = Kind(
    name="acknowledged",
    state=acknowledgements.Acknowledged,
    keys=acknowledgements.keys,
    threads=acknowledgements.threads,
    indexed=("product",),
)
KINDS = (
    REVIEW,
    THEME,
    OBLIGATION_PROGRESS,
    ACTION_PROGRESS,
    INVOLVEMENT_PROGRESS,
    FEEDBACK_HEARD,
    DISSEMINATION_PROGRESS,
    PRODUCT_PROGRESS,
    DELIVERED,
    ACKNOWLEDGED,
)
