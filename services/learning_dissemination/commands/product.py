"""Commands on products, and the sources that their rules decide on."""

from collections.abc import Iterable
from typing import Any

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER
from services.chassis.room.room import Room, state_of
from services.chassis.room.tables import Command
from services.learning_dissemination.domain.plan.state import plan_id
from services.learning_dissemination.domain.point.state import point_id, reviews_behind
from services.learning_dissemination.domain.product.approving import ApproveProduct, approve_product
from services.learning_dissemination.domain.product.drafting import DraftProduct, draft_product
from services.learning_dissemination.domain.product.publishing import PublishProduct, publish_product
from services.learning_dissemination.domain.product.sources import Sources
from services.learning_dissemination.domain.product.withdrawing import WithdrawProduct, withdraw_product
from services.learning_dissemination.domain.product.writing import WriteParts, write_parts
from services.learning_dissemination.kinds import PLAN, POINT, PRODUCT

WRITES = frozenset({BUSINESS_UNIT})
APPROVES = frozenset({DECIDER})


async def sources(room: Room, ids: Iterable[str]) -> Sources:
    """Loads the points, their reviews, and the holds on these."""
    points = [await state_of(room, POINT, id_) for id_ in ids]
    there = [each for each in points if each is not None]
    behind = await reviews_of(room, [finding for each in there if not each.review for finding in each.findings])
    reviews = tuple(dict.fromkeys(review for each in there for review in reviews_behind(each, behind)))
    plans = [await state_of(room, PLAN, plan_id(review)) for review in reviews]
    return Sources(points, reviews, frozenset(each.review for each in plans if each is not None and each.holds))


async def reviews_of(room: Room, findings: Iterable[str]) -> dict[str, str]:
    """Returns the review of each finding, if the finding's own learning point names it."""
    points = {finding: await state_of(room, POINT, point_id(finding)) for finding in dict.fromkeys(findings)}
    return {finding: each.review for finding, each in points.items() if each is not None}


async def sources_named(room: Room, id_: str, command: DraftProduct) -> Sources:
    """Loads the sources that the command names."""
    return await sources(room, command.points)


async def sources_used(room: Room, id_: str, command: Any) -> Sources:
    """Loads the sources that the command names, or those of the product if it names none."""
    named = getattr(command, "points", None)
    if named is None:
        product = await state_of(room, PRODUCT, id_)
        named = product.points if product else ()
    return await sources(room, named)


COMMANDS: tuple[Command, ...] = (
    Command("/products", PRODUCT, DraftProduct, draft_product, WRITES, creates=True, facts=sources_named),
    Command("/products/{id}/parts", PRODUCT, WriteParts, write_parts, WRITES, facts=sources_used),
    Command("/products/{id}/approval", PRODUCT, ApproveProduct, approve_product, APPROVES, facts=sources_used),
    Command("/products/{id}/publication", PRODUCT, PublishProduct, publish_product, WRITES, facts=sources_used),
    Command("/products/{id}/withdrawal", PRODUCT, WithdrawProduct, withdraw_product, APPROVES),
)
