"""The reach of a product (LD5)."""

from services.chassis.room.reading import Reader, belonging, read_all, read_among
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.domain.audience.state import HeadCount, audience_id
from services.learning_dissemination.domain.product.state import ProductHead
from services.learning_dissemination.domain.reach import Reach, board
from services.learning_dissemination.domain.readers import sees
from services.learning_dissemination.kinds import AUDIENCE, TALLY
from services.learning_dissemination.queries.deliveries import brought_to


async def reach_of(room: Room, product: ProductHead, actor: Actor) -> Reach:
    """Returns the published reach of a product that was read already, in each segment that the actor may see."""
    reader, about = Reader(actor), {"product": product.id}
    published = {pair: count for each in await belonging(room, TALLY, about) for pair, count in each.counts().items()}
    counts = {pair: count for pair, count in published.items() if sees(pair[0], actor)}
    delivered = {pair for pair in await brought_to(room, reader, about) if sees(pair[0], actor)}
    needing = await read_all(room, AUDIENCE, reader, {"needs": {*product.themes}}, part=HeadCount)
    heads = {each.pair: each.declared for each in needing}
    others = {audience_id(pair) for pair in {*counts, *delivered} - heads.keys()}
    declared = await read_among(room, AUDIENCE, others, reader, part=HeadCount)
    return board(
        product.id,
        counts,
        heads | {each.pair: each.declared for each in declared.values()},
        heads.keys(),
        delivered,
        room.framework.feedback.threshold,
    )
