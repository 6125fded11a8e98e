"""The reach of a product (LD5)."""

from services.chassis.room.reading import Reader, belonging, read_all
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.domain.product.state import Product
from services.learning_dissemination.domain.reach import Reach, board
from services.learning_dissemination.domain.readers import sees
from services.learning_dissemination.kinds import AUDIENCE, DELIVERY, TALLY
from services.learning_dissemination.queries.deliveries import segments_brought


async def reach_of(room: Room, product: Product, actor: Actor) -> Reach:
    """Returns the published reach of a product that was read already, in each segment that the actor may see."""
    reader, about = Reader(actor), {"product": product.id}
    published = {pair: count for each in await belonging(room, TALLY, about) for pair, count in each.counts().items()}
    audiences = await read_all(room, AUDIENCE, reader, {})
    brought = segments_brought(await read_all(room, DELIVERY, reader, about))
    return board(
        product.id,
        {pair: count for pair, count in published.items() if sees(pair[0], actor)},
        {each.pair: each.declared for each in audiences},
        {each.pair for each in audiences if not set(each.needs).isdisjoint(product.themes)},
        {pair for pair in brought if sees(pair[0], actor)},
        room.framework.feedback.threshold,
    )
