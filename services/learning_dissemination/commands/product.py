"""Commands on products, and the sources that their rules decide on."""

from collections.abc import Iterable, Mapping
from typing import Any

from contracts.vocabulary.roles import BUSINESS_UNIT, DECIDER
from services.chassis.room.room import Room, states_of
from services.chassis.room.tables import Command
from services.learning_dissemination.domain.plan.state import ReviewHolds, plan_id
from services.learning_dissemination.domain.point.state import LearningPoint, reviews_behind
from services.learning_dissemination.domain.point.withdrawing import with_recalls
from services.learning_dissemination.domain.product.approving import ApproveProduct, approve_product
from services.learning_dissemination.domain.product.drafting import DraftProduct, draft_product
from services.learning_dissemination.domain.product.publishing import PublishProduct, publish_product
from services.learning_dissemination.domain.product.restoring import RestoreProduct, restore_product
from services.learning_dissemination.domain.product.sources import Sources
from services.learning_dissemination.domain.product.withdrawing import WithdrawProduct, withdraw_product
from services.learning_dissemination.domain.product.writing import WriteParts, write_parts
from services.learning_dissemination.facts import known_findings, product_head, recalled_among
from services.learning_dissemination.kinds import PLAN, POINT, PRODUCT

WRITES = frozenset({BUSINESS_UNIT})
APPROVES = frozenset({DECIDER})


async def sources(room: Room, ids: Iterable[str]) -> Sources:
    """Loads the points, their reviews, and the holds on these."""
    ids = tuple(ids)
    found = await states_of(room, POINT, ids)
    findings = await known_findings(room, [finding for each in found.values() for finding in each.findings])
    recalled = recalled_among(findings)
    known = {id_: with_recalls(each, recalled) for id_, each in found.items()}
    of_findings = {id_: finding.review for id_, finding in findings.items()}
    behind = {id_: reviews_behind(each, of_findings) for id_, each in known.items()}
    reviews = tuple(dict.fromkeys(review for each in behind.values() for review in each))
    plans = await states_of(room, PLAN, map(plan_id, reviews), part=ReviewHolds)
    held = frozenset(each.review for each in plans.values() if each.holds)
    unopened = {*reviews} - {each.review for each in plans.values()}
    unknown = [each.id for each in known.values() if _lacks_review(each, of_findings) or unopened & {*behind[each.id]}]
    return Sources([known.get(id_) for id_ in ids], reviews, held, frozenset(unknown))


def _lacks_review(point: LearningPoint, reviews_of: Mapping[str, str]) -> bool:
    return point.review is None and not {*point.findings} <= reviews_of.keys()


async def sources_named(room: Room, id_: str, command: DraftProduct) -> Sources:
    """Loads the sources that the command names."""
    return await sources(room, command.points)


async def sources_used(room: Room, id_: str, command: Any) -> Sources:
    """Loads the sources that the command names, or those of the product if it names none."""
    named = getattr(command, "points", None)
    if named is None:
        product = await product_head(room, id_)
        named = product.points if product else ()
    return await sources(room, named)


async def sources_published(room: Room, id_: str, command: RestoreProduct) -> Sources:
    """Loads the sources of the version in the library."""
    product = await product_head(room, id_)
    return await sources(room, product.published.points if product and product.published else ())


COMMANDS: tuple[Command, ...] = (
    Command("/products", PRODUCT, DraftProduct, draft_product, WRITES, creates=True, facts=sources_named),
    Command("/products/{id}/parts", PRODUCT, WriteParts, write_parts, WRITES, facts=sources_used),
    Command("/products/{id}/approval", PRODUCT, ApproveProduct, approve_product, APPROVES, facts=sources_used),
    Command("/products/{id}/publication", PRODUCT, PublishProduct, publish_product, WRITES, facts=sources_used),
    Command("/products/{id}/restoration", PRODUCT, RestoreProduct, restore_product, APPROVES, facts=sources_published),
    Command("/products/{id}/withdrawal", PRODUCT, WithdrawProduct, withdraw_product, APPROVES),
)
