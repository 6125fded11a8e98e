"""The reach of a product (LD5)."""

from collections import Counter

from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.domain.audience.state import Audience
from services.learning_dissemination.domain.product.state import Product
from services.learning_dissemination.domain.reach import Reach, board
from services.learning_dissemination.domain.segment import Pair, sees
from services.learning_dissemination.kinds import ACKNOWLEDGEMENT, AUDIENCE, DELIVERY
from services.learning_dissemination.queries.deliveries import segments_brought


async def reach_of(room: Room, product: Product, actor: Actor) -> Reach:
    """Returns the product's reach in each segment that the actor may see."""
    about = {"product": product.id}
    counts: Counter[Pair] = Counter()
    for document in await room.store.find(ACKNOWLEDGEMENT, about):
        counts[document.state.agency, document.state.professional_group] += 1
    audiences: list[Audience] = [document.state for document in await room.store.find(AUDIENCE, {})]
    had = segments_brought(document.state for document in await room.store.find(DELIVERY, about))
    return board(
        product.id,
        {pair: count for pair, count in counts.items() if sees(pair[0], actor)},
        {each.pair: each.declared for each in audiences},
        {each.pair for each in audiences if sees(each.agency, actor) and not set(each.needs).isdisjoint(product.themes)},
        {pair for pair in had if sees(pair[0], actor)},
        room.framework.feedback.threshold,
    )
