"""Loaders of facts that several parts of learning dissemination need."""

from collections.abc import Iterable

from services.chassis.room.room import Room, state_of
from services.learning_dissemination.domain.acknowledgement.state import Acknowledgement
from services.learning_dissemination.domain.audience.state import Declared, audience_id
from services.learning_dissemination.domain.product.shared import SharedProduct, shared
from services.learning_dissemination.domain.segment import Pair, Segment
from services.learning_dissemination.kinds import ACKNOWLEDGEMENT, AUDIENCE, PRODUCT


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
