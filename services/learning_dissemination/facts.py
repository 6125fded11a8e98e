"""Loaders of facts that several parts of learning dissemination need."""

from collections.abc import Iterable, Mapping
from typing import Any

from contracts.events.envelope import Received
from services.chassis.room.room import Room, state_of
from services.chassis.store.kinds import Kind
from services.learning_dissemination.domain.acknowledgement.state import Acknowledgement
from services.learning_dissemination.domain.audience.state import Declared, audience_id
from services.learning_dissemination.domain.others.findings import KnownFinding
from services.learning_dissemination.domain.product.shared import SharedProduct, shared
from services.learning_dissemination.domain.segment import Pair, Segment
from services.learning_dissemination.kinds import ACKNOWLEDGEMENT, AUDIENCE, KNOWN_FINDING, PRODUCT


async def shared_product(room: Room, id_: str) -> SharedProduct | None:
    """Returns a product for use, or None if the library does not have it."""
    return shared(await state_of(room, PRODUCT, id_))


async def acknowledgements_of(room: Room, product: str) -> list[Acknowledgement]:
    """Returns the acknowledgements of a product. They are counted, and never shown."""
    return [each.state for each in await room.store.find(ACKNOWLEDGEMENT, {"product": product})]


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
