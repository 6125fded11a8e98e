"""Points, plans, products, deliveries and their facts, each by replaying the rules up to that state."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest

from contracts.events.action_tracking import ActionAgreed
from contracts.events.feedback_capture import FeedbackSummarised
from contracts.events.review_registry import LearningRecalled, LearningReleased, ReviewOpened, ThemeRecurred
from contracts.vocabulary.actions import Strength
from contracts.vocabulary.feedback import SourceGroup
from contracts.vocabulary.reviews import FindingKind
from services.chassis.rules.calendar import end_of
from services.chassis.rules.decisions import Actor, Decided, Refused
from services.learning_dissemination.domain.audience.state import Declared
from services.learning_dissemination.domain.delivery.measuring import reach_due, ring
from services.learning_dissemination.domain.delivery.planning import DeliveryFacts, PlanDelivery, plan_delivery
from services.learning_dissemination.domain.delivery.recording import Attended, RecordDelivered, record_delivered
from services.learning_dissemination.domain.delivery.state import Delivery
from services.learning_dissemination.domain.others.actions import ACTION_CHANGES, KnownAction
from services.learning_dissemination.domain.others.feedback import Heard, counted, heard_id, new_heard
from services.learning_dissemination.domain.plan.opening import open_plan
from services.learning_dissemination.domain.plan.state import Plan, plan_id
from services.learning_dissemination.domain.point.making import of_finding
from services.learning_dissemination.domain.point.state import LearningPoint
from services.learning_dissemination.domain.product.approving import ApproveProduct, approve_product
from services.learning_dissemination.domain.product.drafting import DraftProduct, draft_product
from services.learning_dissemination.domain.product.publishing import PublishProduct, publish_product
from services.learning_dissemination.domain.product.shared import SharedProduct
from services.learning_dissemination.domain.product.sources import Sources
from services.learning_dissemination.domain.product.state import Product
from services.learning_dissemination.domain.segment import Pair, Segment
from tests.builders.given import MONDAY, actor, at, some_id

UNIT = actor("business-unit")
CHAIR = actor("decider")
POLICE_LEAD = actor("agency-lead", "police")
COUNCIL_LEAD = actor("agency-lead", "council")

HASH = "a" * 64
PARTS = {"why-it-matters": "Children told us.", "on-monday": "Ask the child first."}

POLICE: Pair = ("police", "police-response")
COUNCIL: Pair = ("council", "social-worker")
HOSPITAL: Pair = ("hospital", "midwife")
SHARED = SharedProduct(
    product=some_id("product"),
    themes=("neglect",),
    findings=(some_id("finding", 1), some_id("finding", 2)),
    reviews=(some_id("review"),),
)
DAY = MONDAY.date()


def refusal(decide: Callable[..., Any], *args: Any) -> list[tuple[str, str]]:
    """Returns the code and path of each reason for the refusal."""
    with pytest.raises(Refused) as caught:
        decide(*args)
    return [(reason.code, reason.path) for reason in caught.value.reasons]


def codes(refused: Refused) -> list[str]:
    return sorted(reason.code for reason in refused.reasons)


def released(name: str = "one", review: str = "first", **changes: Any) -> LearningReleased:
    fact = LearningReleased(
        review=some_id("review", review),
        source=some_id("finding", name),
        kind=FindingKind.GOOD_PRACTICE,
        themes=("neglect",),
        link=f"https://registry.example/learning/{some_id('finding', name)}",
        sha256=HASH,
    )
    return fact.model_copy(update=changes)


def recalled(fact: LearningReleased) -> LearningRecalled:
    return LearningRecalled(review=fact.review, source=fact.source, reason="identifiable")


def recurred(*names: str) -> ThemeRecurred:
    """Returns a recurrence in the findings of these names. The first completed it."""
    found = tuple(some_id("finding", name) for name in names)
    return ThemeRecurred(
        theme="neglect", finding=found[0], earlier_findings=found[1:], link="https://registry.example/themes/neglect"
    )


def summarised(**changes: Any) -> FeedbackSummarised:
    fact = FeedbackSummarised(
        summary=some_id("summary"),
        period="2026-q1",
        source_group=SourceGroup.CHILD,
        service="school",
        theme="neglect",
        count=7,
    )
    return fact.model_copy(update=changes)


def heard(*facts: FeedbackSummarised) -> Heard:
    """Returns the projection after these events."""
    state = new_heard(heard_id(facts[0]), facts[0])
    for fact in facts:
        state = counted(state, fact)
    return state


def a_point(name: str = "one", review: str = "first", **changes: Any) -> LearningPoint:
    """Returns the point of a released finding of that name."""
    return of_finding(released(name, review)).model_copy(update=changes)


def agreed(*names: str) -> ActionAgreed:
    """Returns an action that answers the findings of these names."""
    return ActionAgreed(
        action=some_id("action", *names),
        reference="TS-2026-K7Q4",
        findings=tuple(some_id("finding", name) for name in names),
        obligations=(),
        themes=("neglect",),
        strength=Strength.STRONGER,
        agency="police",
        agencies=("police",),
        due=MONDAY.date(),
        epoch=1,
    )


def an_action(*events: Any) -> KnownAction:
    """Returns the projection after these events."""
    state = KnownAction(id=events[0].action)
    for event in events:
        state = ACTION_CHANGES[type(event)](state, event)
    return state


def opened(review: str = "first") -> Decided[Plan]:
    id_ = some_id("review", review)
    fact = ReviewOpened(review=id_, review_type="near-miss-review", restricted=False, statutory=False)
    return open_plan(None, fact, at(id_=plan_id(id_)))


def a_plan(review: str = "first") -> Plan:
    """Returns the plan of a review that has just opened."""
    return opened(review).state


def sources(*points: LearningPoint | None, held: tuple[str, ...] = ()) -> Sources:
    """Returns these points with their reviews. `held` names the reviews on hold."""
    reviews = tuple(dict.fromkeys(point.review for point in points if point and point.review))
    return Sources(points, reviews, frozenset(some_id("review", review) for review in held))


def drafting(**changes: Any) -> DraftProduct:
    whole = DraftProduct(kind="factsheet", title="Ask the child first", points=(a_point().id,), parts=PARTS)
    return DraftProduct.model_validate(whole.model_dump() | changes)


def a_draft(*points: LearningPoint, **changes: Any) -> Product:
    """Returns a complete factsheet by the business unit, from these points or from one."""
    used = points or (a_point(),)
    named = {"points": tuple(point.id for point in used)}
    return draft_product(None, drafting(**named | changes), at(who=UNIT, id_=some_id("product")), sources(*used)).state


def approval(product: Product, drawn: Sources, who: Actor = CHAIR) -> list[tuple[str, str]]:
    """Returns the reasons that refuse an approval."""
    return refusal(approve_product, product, ApproveProduct(), at(who=who), drawn)


def approved(product: Product | None = None, who: Actor = CHAIR, drawn: Sources | None = None) -> Product:
    return approve_product(product or a_draft(), ApproveProduct(), at(who=who), drawn or sources(a_point())).state


def published(product: Product | None = None, drawn: Sources | None = None) -> Decided[Product]:
    given = at(who=UNIT, url="https://learning.example")
    return publish_product(product or approved(), PublishProduct(), given, drawn or sources(a_point()))


def segment(pair: Pair) -> Segment:
    return Segment(agency=pair[0], professional_group=pair[1])


def head(count: int) -> Declared:
    return Declared(head_count=count, as_at=date(2026, 1, 5))


def planning(*pairs: Pair, **changes: Any) -> PlanDelivery:
    """Returns a valid command: a forum on Monday."""
    command = PlanDelivery(
        product=SHARED.product,
        segments=tuple(segment(pair) for pair in pairs or (POLICE, COUNCIL)),
        channel="forum",
        on=DAY,
        place="The town hall",
        facilitator="p-trainer",
    )
    return command.model_copy(update=changes)


def a_delivery(*pairs: Pair) -> Delivery:
    """Returns a delivery planned on Monday for the police, with a head-count of ten, and the council, without one."""
    facts = DeliveryFacts(SHARED, {POLICE: head(10)})
    return plan_delivery(None, planning(*pairs), at(who=UNIT, id_=some_id("delivery")), facts).state


def attended(**counts: int) -> RecordDelivered:
    """Returns a command like `attended(police=3, council=12)`."""
    groups = dict((POLICE, COUNCIL, HOSPITAL))
    return RecordDelivered(
        attended=tuple(
            Attended(agency=agency, professional_group=groups[agency], count=count) for agency, count in counts.items()
        )
    )


def delivered() -> Delivery:
    return record_delivered(a_delivery(), attended(police=3, council=12), at(who=UNIT)).state


def measure_at(delivery: Delivery) -> datetime:
    """Returns the instant at which the delivery's reach is due."""
    return end_of(reach_due(delivery, at()), "Europe/London")


def measuring() -> Delivery:
    return ring(delivered(), at(measure_at(delivered()))).state
