"""Starting points for tests of learning points, plans and products."""

from dataclasses import replace
from typing import Any

from contracts.events.action_tracking import ActionAgreed
from contracts.events.review_registry import LearningRecalled, LearningReleased, ReviewOpened, ThemeRecurred
from contracts.vocabulary.actions import Strength
from contracts.vocabulary.reviews import FindingKind
from services.chassis.rules.decisions import Actor, Decided
from services.learning_dissemination.domain.approving import ApproveProduct, PublishProduct, approve_product, publish_product
from services.learning_dissemination.domain.known_action import CHANGES, KnownAction
from services.learning_dissemination.domain.plan import Plan, open_plan, plan_id
from services.learning_dissemination.domain.point import LearningPoint, of_finding
from services.learning_dissemination.domain.product import DraftProduct, Product, Sources, draft_product
from tests.unit.learning_dissemination.given import CHAIR, MONDAY, UNIT, at, some_id

HASH = "a" * 64
PARTS = {"why-it-matters": "Children told us.", "on-monday": "Ask the child first."}


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
    """In the findings of these names, the first of which made it a recurrence."""
    found = tuple(some_id("finding", name) for name in names)
    return ThemeRecurred(
        theme="neglect", finding=found[0], earlier_findings=found[1:], link="https://registry.example/themes/neglect"
    )


def a_point(name: str = "one", review: str = "first", **changes: Any) -> LearningPoint:
    """Of a released finding of that name."""
    return of_finding(released(name, review)).model_copy(update=changes)


def agreed(*names: str) -> ActionAgreed:
    """An action that answers the findings of these names."""
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
    """As it is known after these events."""
    state = KnownAction(id=events[0].action)
    for event in events:
        state = state.model_copy(update=CHANGES[type(event)](event, state))
    return state


def a_plan(review: str = "first") -> Plan:
    """As a review's opening makes it."""
    return opened(review).state


def opened(review: str = "first") -> Decided[Plan]:
    id_ = some_id("review", review)
    fact = ReviewOpened(review=id_, review_type="near-miss-review", restricted=False, statutory=False)
    return open_plan(None, fact, at(id_=plan_id(id_)))


def sources(*points: LearningPoint | None, held: tuple[str, ...] = ()) -> Sources:
    """These points, with the reviews that they say; some of them held."""
    reviews = tuple(dict.fromkeys(point.review for point in points if point and point.review))
    return Sources(points, reviews, frozenset(some_id("review", review) for review in held))


def drafting(**changes: Any) -> DraftProduct:
    whole = DraftProduct(kind="factsheet", title="Ask the child first", points=(a_point().id,), parts=PARTS)
    return DraftProduct.model_validate(whole.model_dump() | changes)


def a_draft(*points: LearningPoint, **changes: Any) -> Product:
    """A whole factsheet of the business unit, from these points, or from one."""
    used = points or (a_point(),)
    named = {"points": tuple(point.id for point in used)}
    return draft_product(None, drafting(**named | changes), at(who=UNIT, id_=some_id("product")), sources(*used)).state


def approved(product: Product | None = None, who: Actor = CHAIR, drawn: Sources | None = None) -> Product:
    return approve_product(product or a_draft(), ApproveProduct(), at(who=who), drawn or sources(a_point())).state


def published(product: Product | None = None, drawn: Sources | None = None) -> Decided[Product]:
    given = replace(at(who=UNIT), url="https://learning.example")
    return publish_product(product or approved(), PublishProduct(), given, drawn or sources(a_point()))
