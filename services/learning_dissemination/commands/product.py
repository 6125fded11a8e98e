"""Every command of learning dissemination: where it comes in, what decides it, and who may give it (spec: access.md)."""

from collections.abc import Iterable
from typing import Any

from contracts.vocabulary.roles import AGENCY_LEAD, BUSINESS_UNIT, DECIDER, PRACTITIONER, STAFF
from services.chassis.room.erasure import sealed
from services.chassis.room.room import Room, state_of
from services.chassis.room.tables import Command
from services.chassis.store.kinds import Kind
from services.learning_dissemination.domain import (
    acknowledgement,
    approving,
    audience,
    delivery,
    heard,
    known_action,
    measuring,
    plan,
    point,
    product,
)
from services.learning_dissemination.domain.proposal import reviews_behind
from services.learning_dissemination.domain.segment import Pair, Segment
from services.learning_dissemination.domain.shared import Shared, shared

POINT = Kind(name="point", state=point.LearningPoint, keys=point.keys, threads=point.threads, indexed=("themes", "review"))
PLAN = Kind(name="plan", state=plan.Plan, keys=plan.keys, threads=plan.threads, indexed=("review",))
PRODUCT = Kind(
    name="product",
    state=product.Product,
    keys=product.keys,
    threads=product.threads,
    indexed=("kind", "points", "in_library"),
)
KNOWN_ACTION = Kind(
    name="known-action",
    state=known_action.KnownAction,
    keys=known_action.keys,
    threads=known_action.threads,
    indexed=("findings",),
)
HEARD = Kind(name="heard", state=heard.Heard, keys=heard.keys, threads=heard.threads, indexed=("theme",))
AUDIENCE = Kind(
    name="audience",
    state=audience.Audience,
    keys=audience.keys,
    threads=audience.threads,
    visible=audience.visible,
    indexed=("agency", "needs"),
)
DELIVERY = Kind(
    name="delivery",
    state=delivery.Delivery,
    keys=delivery.keys,
    threads=delivery.threads,
    alarm=measuring.alarm,
    ring=measuring.ring,
    visible=delivery.visible,
    indexed=("product", "themes", "agencies"),
)
ACKNOWLEDGEMENT = Kind(
    name="acknowledgement",
    state=acknowledgement.Acknowledgement,
    keys=acknowledgement.keys,
    threads=acknowledgement.threads,
    visible=acknowledgement.visible,
    indexed=("product", "person_ref"),
)
KINDS: tuple[Kind, ...] = (POINT, PLAN, PRODUCT, KNOWN_ACTION, HEARD, AUDIENCE, DELIVERY, ACKNOWLEDGEMENT)

WRITES = frozenset({BUSINESS_UNIT})
APPROVES = frozenset({DECIDER})
DECLARES = frozenset({BUSINESS_UNIT, AGENCY_LEAD})
ACKNOWLEDGES = frozenset({*STAFF, PRACTITIONER})


async def reviews_of(room: Room, findings: Iterable[str]) -> dict[str, str]:
    """The review of each finding, as far as its own learning point tells."""
    points = {finding: await state_of(room, POINT, point.point_id(finding)) for finding in dict.fromkeys(findings)}
    return {finding: each.review for finding, each in points.items() if each is not None}


async def sources(room: Room, ids: Iterable[str]) -> product.Sources:
    """The points named, their reviews, and which of these are held."""
    points = [await state_of(room, POINT, id_) for id_ in ids]
    there = [each for each in points if each is not None]
    behind = await reviews_of(room, [finding for each in there if not each.review for finding in each.findings])
    reviews = tuple(dict.fromkeys(review for each in there for review in reviews_behind(each, behind)))
    plans = [await state_of(room, PLAN, plan.plan_id(review)) for review in reviews]
    return product.Sources(points, reviews, frozenset(each.review for each in plans if each is not None and each.holds))


async def sources_named(room: Room, id_: str, command: product.DraftProduct) -> product.Sources:
    return await sources(room, command.points)


async def sources_used(room: Room, id_: str, command: Any) -> product.Sources:
    """Of the points that the command names, where it names any, else of the product's."""
    named = getattr(command, "points", None)
    if named is None:
        state = await state_of(room, PRODUCT, id_)
        named = state.points if state else ()
    return await sources(room, named)


async def shared_product(room: Room, id_: str) -> Shared | None:
    """A product, if it may be used."""
    return shared(await state_of(room, PRODUCT, id_))


async def declared(room: Room, segments: Iterable[Segment]) -> dict[Pair, audience.Declared]:
    """The head-counts of those segments that have any."""
    found = {each.pair: await state_of(room, AUDIENCE, audience.audience_id(each)) for each in segments}
    return {pair: state.declared for pair, state in found.items() if state is not None}


async def brought(room: Room, id_: str, command: delivery.PlanDelivery) -> delivery.Known:
    return delivery.Known(await shared_product(room, command.product), await declared(room, command.segments))


async def acknowledged(room: Room, id_: str, command: acknowledgement.AcknowledgeLearning) -> Shared | None:
    return await shared_product(room, command.product)


async def will_do_sealed(
    room: Room, id_: str, command: acknowledgement.AcknowledgeLearning
) -> acknowledgement.AcknowledgeLearning:
    """What somebody will do is stored under a key of its own, so that it can be taken back."""
    if not command.will_do:
        return command
    return command.model_copy(update={"will_do": await sealed(room, id_, command.will_do)})


COMMANDS: tuple[Command, ...] = (
    Command("/plans/{id}/contents", PLAN, plan.PlanDissemination, plan.plan_dissemination, WRITES),
    Command("/products", PRODUCT, product.DraftProduct, product.draft_product, WRITES, creates=True, facts=sources_named),
    Command("/products/{id}/parts", PRODUCT, product.WriteParts, product.write_parts, WRITES, facts=sources_used),
    Command(
        "/products/{id}/approval", PRODUCT, approving.ApproveProduct, approving.approve_product, APPROVES, facts=sources_used
    ),
    Command(
        "/products/{id}/publication", PRODUCT, approving.PublishProduct, approving.publish_product, WRITES, facts=sources_used
    ),
    Command("/products/{id}/withdrawal", PRODUCT, product.WithdrawProduct, product.withdraw_product, APPROVES),
    Command(
        "/audiences",
        AUDIENCE,
        audience.DeclareAudience,
        audience.declare_audience,
        DECLARES,
        creates=True,
        identity=lambda body, actor: audience.audience_id(body),
    ),
    Command("/deliveries", DELIVERY, delivery.PlanDelivery, delivery.plan_delivery, WRITES, creates=True, facts=brought),
    Command("/deliveries/{id}/attendance", DELIVERY, delivery.RecordDelivered, delivery.record_delivered, WRITES),
    Command(
        "/acknowledgements",
        ACKNOWLEDGEMENT,
        acknowledgement.AcknowledgeLearning,
        acknowledgement.acknowledge_learning,
        ACKNOWLEDGES,
        creates=True,
        identity=lambda body, actor: acknowledgement.acknowledgement_id(body.product, actor.person_ref),
        facts=acknowledged,
        prepare=will_do_sealed,
    ),
)
