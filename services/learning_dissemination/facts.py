"""Loaders of facts that several parts of learning dissemination need."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from contracts.events.envelope import Received
from services.chassis.room.room import Room, states_of
from services.chassis.rules.calendar import end_of
from services.chassis.store.kinds import Kind
from services.chassis.store.query_keys import Span
from services.learning_dissemination.domain.audience.state import Declared, HeadCount, audience_id
from services.learning_dissemination.domain.others.findings import KnownFinding
from services.learning_dissemination.domain.product.shared import SharedProduct, shared
from services.learning_dissemination.domain.product.state import ProductHead, Standing
from services.learning_dissemination.domain.segment import Pair, Segment
from services.learning_dissemination.kinds import ACKNOWLEDGEMENT, AUDIENCE, KNOWN_FINDING, PRODUCT


async def product_head(room: Room, id_: str) -> ProductHead | None:
    """Returns a product without its texts, or None if there is none."""
    return (await states_of(room, PRODUCT, [id_], part=ProductHead)).get(id_)


async def shared_product(room: Room, id_: str) -> SharedProduct | None:
    """Returns a product for use, or None if the library does not have it."""
    return shared(await product_head(room, id_))


async def standing_of(room: Room, id_: str) -> Standing | None:
    """Returns what says whether the library has a product, or None if there is none."""
    return (await states_of(room, PRODUCT, [id_], part=Standing)).get(id_)


async def acknowledged(room: Room, product: str, last: date) -> dict[Pair, int]:
    """Returns the number of people of each segment who acknowledged a product by the end of the day. The store counts them."""
    end = end_of(last, room.framework.partnership.timezone)
    about = {"product": product, "at": Span(before=end.timestamp())}
    found = await room.store.totals(ACKNOWLEDGEMENT, about, by=("agency", "professional_group"))
    return {(agency, group): count for (agency, group), count in found.items()}


async def declared(room: Room, segments: Iterable[Segment]) -> dict[Pair, Declared]:
    """Returns the known head-counts of the segments."""
    found = await states_of(room, AUDIENCE, [audience_id(each.pair) for each in segments], part=HeadCount)
    return {each.pair: each.declared for each in found.values()}


async def known_findings(room: Room, ids: Iterable[str]) -> dict[str, KnownFinding]:
    """Returns the known ones of these findings."""
    return await states_of(room, KNOWN_FINDING, ids)


def recalled_among(findings: Mapping[str, KnownFinding]) -> dict[str, str]:
    """Returns the recalled ones of these findings, with the reason for each."""
    return {id_: finding.recalled for id_, finding in findings.items() if finding.recalled}


async def out_of_date(room: Room, kind: Kind, id_: str, received: Received[Any]) -> bool:
    """Returns whether a document has heard a later event of the lane, so that this one comes again."""
    document = await room.store.load(kind, id_)
    return document.heard.get(received.envelope.partitionkey, "") > received.envelope.sequence
