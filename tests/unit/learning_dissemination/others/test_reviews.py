"""The review's stage, holds and publication in its plan."""

from datetime import date

from contracts.events.review_registry import (
    PublicationHeld,
    PublicationHoldLifted,
    PublicationWithdrawn,
    ReviewClosed,
    ReviewEnded,
    ReviewPublished,
    ReviewReopened,
    ReviewStageChanged,
)
from contracts.vocabulary.reviews import HoldKind, ReviewEnd
from services.learning_dissemination.domain.others.reviews import REVIEW_CHANGES
from tests.builders.given import some_id
from tests.builders.learning_dissemination import a_plan

REVIEW = some_id("review", "first")
TRIAL, APPEAL, INQUEST = (some_id("hold", each) for each in ("trial", "appeal", "inquest"))
FACTS = (
    ReviewStageChanged(review=REVIEW, from_stage="screening", to_stage="findings"),
    PublicationHeld(review=REVIEW, hold=TRIAL, kind=HoldKind.CRIMINAL, review_on=date(2026, 6, 1)),
    PublicationHeld(review=REVIEW, hold=APPEAL, kind=HoldKind.CRIMINAL, review_on=date(2026, 6, 1)),
    PublicationHeld(review=REVIEW, hold=INQUEST, kind=HoldKind.CORONIAL, review_on=date(2026, 6, 1)),
    PublicationHeld(review=REVIEW, hold=INQUEST, kind=HoldKind.CORONIAL, review_on=date(2026, 9, 1)),
    PublicationHoldLifted(review=REVIEW, hold=TRIAL, kind=HoldKind.CRIMINAL),
    PublicationHoldLifted(review=REVIEW, hold=APPEAL, kind=HoldKind.CRIMINAL),
    ReviewPublished(review=REVIEW, link="https://registry.example/public/reviews/one", until=date(2027, 6, 1)),
    PublicationWithdrawn(review=REVIEW, reason="identifiable"),
    ReviewClosed(review=REVIEW, findings_confirmed=1, actions_sustained=1, products_published=1),
)


def test_plan_follows_the_events_of_its_review() -> None:
    plan = a_plan()
    seen = []
    for fact in FACTS:
        plan = REVIEW_CHANGES[type(fact)](plan, fact)
        seen.append((plan.stage, tuple(each.id for each in plan.holds), plan.published is not None, plan.closed))
    assert seen == [
        ("findings", (), False, False),
        ("findings", (TRIAL,), False, False),
        ("findings", (TRIAL, APPEAL), False, False),
        ("findings", (TRIAL, APPEAL, INQUEST), False, False),
        ("findings", (TRIAL, APPEAL, INQUEST), False, False),
        ("findings", (APPEAL, INQUEST), False, False),
        ("findings", (INQUEST,), False, False),
        ("findings", (INQUEST,), True, False),
        ("findings", (INQUEST,), False, False),
        ("findings", (INQUEST,), False, True),
    ]


def test_plan_knows_how_its_review_ended_until_it_is_reopened() -> None:
    ended = REVIEW_CHANGES[ReviewEnded](a_plan(), ReviewEnded(review=REVIEW, how=ReviewEnd.DUPLICATE))
    assert ended.ended is ReviewEnd.DUPLICATE
    closed = ended.model_copy(update={"closed": True})
    again = REVIEW_CHANGES[ReviewReopened](closed, ReviewReopened(review=REVIEW, stage="analysis"))
    assert (again.stage, again.closed, again.ended) == ("analysis", False, None)
