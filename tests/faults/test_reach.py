"""LD5: the reach of a delivery is measured once, though a process dies between beginning and counting, and beside replicas."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

from local.deployment import Deployment
from local.tiny import room_on
from services.chassis.clock.sweep import Sweep
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Now, Room
from services.chassis.rules.decisions import Decided
from services.chassis.store.kinds import Kind
from services.learning_dissemination.after_ring import AFTER_RING
from services.learning_dissemination.domain.audience.state import Audience, audience_id
from services.learning_dissemination.domain.delivery.measuring import PATIENCE
from services.learning_dissemination.domain.delivery.state import DeliveryStatus
from services.learning_dissemination.domain.product.state import Product, ProductStatus, Published
from services.learning_dissemination.kinds import AUDIENCE, DELIVERY, PRODUCT
from tests.builders.given import some_id
from tests.builders.learning_dissemination import POLICE, SHARED, delivered, head, measure_at, segment

URL = "https://learning.example"
DUE = measure_at(delivered())
ID = delivered().id


def at(moment: datetime) -> Now:
    return lambda: moment


async def made(room: Room, kind: Kind, state: Any) -> None:
    cause = Cause(id=some_id("made", state.id), name="make")
    await change(room, kind, state.id, lambda before, given: Decided(state), cause)


async def due_to_be_measured(room: Room) -> None:
    """Ten officers are declared, and nobody has acknowledged."""
    library = Published(
        version=1,
        kind="factsheet",
        kind_label="Factsheet",
        title="A factsheet",
        sections=(),
        themes=("neglect",),
        published_on=datetime(2026, 1, 9, tzinfo=UTC).date(),
        points=(),
        reviews=(),
    )
    product = Product(
        id=SHARED.product,
        kind="factsheet",
        title="A factsheet",
        status=ProductStatus.PUBLISHED,
        status_since=datetime(2026, 1, 9, tzinfo=UTC),
        parts={},
        published=library,
    )
    named = segment(POLICE)
    audience = Audience(
        id=audience_id(POLICE), agency=named.agency, professional_group=named.professional_group, declared=head(10), needs=()
    )
    await made(room, PRODUCT, product)
    await made(room, AUDIENCE, audience)
    await made(room, DELIVERY, delivered())


async def test_a_measure_that_died_on_the_way_is_begun_again_and_tells_once(stored: Deployment) -> None:
    async with room_on(stored, DELIVERY, url=URL, now=at(DUE)) as room:
        await due_to_be_measured(room)
        assert await Sweep(room, 1, {}).turn() == 1  # whoever rang was killed before it counted
        begun = await room.store.load(DELIVERY, ID)
        assert (begun.state.status, begun.sequence) == (DeliveryStatus.MEASURING, 0)
        assert await Sweep(room, 1, AFTER_RING).turn() == 0
    for minutes_later in (0, 30):
        async with room_on(stored, DELIVERY, url=URL, now=at(DUE + PATIENCE + timedelta(minutes=minutes_later))) as room:
            await Sweep(room, 1, AFTER_RING).turn()
            after = await room.store.load(DELIVERY, ID)
            assert (after.state.status, after.sequence, after.alarm_at) == (DeliveryStatus.MEASURED, 1, None)
            assert [each.fell_short for each in after.state.segments] == [True, None]


async def test_two_replicas_tell_once(stored: Deployment) -> None:
    async with room_on(stored, DELIVERY, url=URL, now=at(DUE)) as one, room_on(stored, DELIVERY, url=URL, now=at(DUE)) as other:
        await due_to_be_measured(one)
        rung = await asyncio.gather(Sweep(one, 1, AFTER_RING).turn(), Sweep(other, 1, AFTER_RING).turn())
        assert sum(rung) == 1
        after = await one.store.load(DELIVERY, ID)
        assert (after.state.status, after.sequence) == (DeliveryStatus.MEASURED, 1)
