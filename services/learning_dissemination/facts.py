"""Loaders of facts that several parts of learning dissemination need."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from contracts.events.envelope import Received
from services.chassis.room.room import Room, state_of
from services.chassis.rules.calendar import end_of
from services.chassis.store.kinds import Kind
from services.chassis.store.query_keys import Before
from services.learning_dissemination.domain.audience.state import Declared, audience_id
from services.learning_dissemination.domain.others.findings import KnownFinding
from services.learning_dissemination.domain.product.shared import SharedProduct, shared
from services.learning_dissemination.domain.segment import Pair, Segment
from services.learning_dissemination.kinds import ACKNOWLEDGEMENT, AUDIENCE, KNOWN_FINDING, PRODUCT


async def shared_product(room: Room, id_: str) -> SharedProduct | None:
    """Returns a product for use, or None if the library does not have it."""
    return shared(await state_of(room, PRODUCT, id_))


async def acknowledged(room: Room, product: str, last: date) -> dict[Pair, int]:
    """Returns the number of people of each segment who acknowledged a product by the end of the day. The store counts them."""
    end = end_of(last, room.framework.partnership.timezone)
    about = {"product": product, "at": Before(end.timestamp())}
    found = await room.store.totals(ACKNOWLEDGEMENT, about, by=("agency", "professional_group"))
    return {(agency, group): count for (agency, group), count in found.items()}


async def declared(room: Room, segments: Iterable[Segment]) -> dict[Pair, Declared]:
    """Returns the known head-counts of the segments."""
    found = {each.pair: await state_of(room, AUDIENCE, audience_id(each)) for each in segments}
    return {pair: state.declared for pair, state in found.items() if state is not None}


async def known_findings(room: Room, ids: Iterable[str]) -> dict[str, KnownFinding]:
    """Returns the known ones of these findings."""
    found = {id_: await state_of(room, KNOWN_FINDING, id_) for id_ in dict.fromkeys(ids)}
    return {id_: finding for id_, finding in found.items() if finding is not None}


def recalled_among(findings: Mapping[str, KnownFinding]) -> dict[str, str]:
    """Returns the recalled ones of these findings, with the reason for each."""
    return {id_: finding.recalled for id_, finding in findings.items() if finding.recalled}


async def out_of_date(room: Room, kind: Kind, id_: str, received: Received[Any]) -> bool:
    """Returns whether a document has heard a later event of the lane, so that this one comes again."""
    document = await room.store.load(kind, id_)
    return document.heard.get(received.envelope.partitionkey, "") > received.envelope.sequence
