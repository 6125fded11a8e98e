"""Every command of learning dissemination: where it comes in, what decides it, and who may give it (spec: access.md)."""

from collections.abc import Iterable
from typing import Any

from services.chassis.identity import BUSINESS_UNIT, DECIDER
from services.chassis.kinds import Command, Kind
from services.chassis.room import Room
from services.chassis.store import NewerSchema
from services.learning_dissemination.domain import approving, heard, known_action, plan, point, product
from services.learning_dissemination.domain.proposal import reviews_behind

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
KINDS: tuple[Kind, ...] = (POINT, PLAN, PRODUCT, KNOWN_ACTION, HEARD)

WRITES = frozenset({BUSINESS_UNIT})
APPROVES = frozenset({DECIDER})


async def known(room: Room, kind: Kind, id_: str) -> Any:
    """The state of what is loaded beside the aggregate decided on, or None. Raises NewerSchema: that is left unread."""
    document = await room.store.load(kind, id_)
    if document.schema > kind.schema:
        raise NewerSchema(kind.name)
    return document.state


async def reviews_of(room: Room, findings: Iterable[str]) -> dict[str, str]:
    """The review of each finding, as far as its own learning point tells."""
    points = {finding: await known(room, POINT, point.point_id(finding)) for finding in dict.fromkeys(findings)}
    return {finding: each.review for finding, each in points.items() if each is not None}


async def sources(room: Room, ids: Iterable[str]) -> product.Sources:
    """The points named, their reviews, and which of these are held."""
    points = [await known(room, POINT, id_) for id_ in ids]
    there = [each for each in points if each is not None]
    behind = await reviews_of(room, [finding for each in there if not each.review for finding in each.findings])
    reviews = tuple(dict.fromkeys(review for each in there for review in reviews_behind(each, behind)))
    plans = [await known(room, PLAN, plan.plan_id(review)) for review in reviews]
    return product.Sources(points, reviews, frozenset(each.review for each in plans if each is not None and each.holds))


async def sources_named(room: Room, id_: str, command: product.DraftProduct) -> product.Sources:
    return await sources(room, command.points)


async def sources_used(room: Room, id_: str, command: Any) -> product.Sources:
    """Of the points that the command names, where it names any, else of the product's."""
    named = getattr(command, "points", None)
    if named is None:
        state = await known(room, PRODUCT, id_)
        named = state.points if state else ()
    return await sources(room, named)


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
)
