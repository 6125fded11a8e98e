"""Cost of the store's own reads: it follows what they return."""

from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import pytest
from pydantic import BaseModel, ConfigDict

from local.deployment import Deployment
from local.tiny import BELL, THREAD, Bell, make, room_on, up
from services.chassis.messaging.relay import _filed
from services.chassis.room.change import change
from services.chassis.room.reading import Reader, history_of, thread
from services.chassis.room.room import Cause, Room, states_of
from services.chassis.rules.decisions import Actor, Decided
from services.chassis.store import outbox
from services.chassis.store.kinds import Kind
from services.chassis.store.query_keys import Span
from tests.support.asked import asked

OPERATOR = Reader(Actor(frozenset({"operator"}), "independent", "ops"))


class Head(BaseModel):
    """The part of a leaf that lists show."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    colour: str


class Spot(Head):
    """A spot with words of any length."""

    words: str = ""


class Leaf(Head):
    """A leaf with words of any length."""

    words: str = ""
    spots: tuple[Spot, ...] = ()
    last: Spot | None = None
    tree: str = "oak"
    weight: int | None = 1


class Spotted(Head):
    """The part of a leaf with the part of each spot, and the leaf's trees, which are query keys."""

    spots: tuple[Head, ...]
    last: Head | None = None
    trees: tuple[str, ...]


LEAF = Kind(
    name="leaf",
    state=Leaf,
    keys=lambda leaf: {"colour": leaf.colour, "tree": leaf.tree, "weight": leaf.weight, "trees": [leaf.tree, "any"]},
    threads=lambda leaf: (THREAD,),
    indexed=("tree", "colour"),
    ordered=("weight",),
)


@pytest.fixture
async def room(stored: Deployment) -> AsyncIterator[Room]:
    async with room_on(stored, LEAF) as found:
        yield found


async def grow(room: Room, **fields: Any) -> str:
    id_ = str(uuid4())
    await change(room, LEAF, id_, lambda state, given: Decided(Leaf(**fields)), Cause(id=str(uuid4()), name="GrowLeaf"))
    return id_


async def file(room: Room, *ids: str) -> None:
    """Files the outboxes in the history, as the relay does."""
    for record in await outbox.saved(room.store, ids, room.real()):
        await outbox.file(room.store, [_filed(record, entry) for entry in record["outbox"]])


@pytest.mark.parametrize("count", [1, 12])
async def test_states_by_id_are_one_query(room: Room, count: int) -> None:
    ids = [await grow(room, colour="red") for _ in range(count)]
    with asked() as cost:
        found = await states_of(room, LEAF, [*ids[::-1], "unknown", ids[0]])
    assert list(found) == ids[::-1]
    assert (cost.queries, cost.documents) == (1, count)


async def test_part_of_a_state_is_all_that_is_read(room: Room) -> None:
    for _ in range(3):
        await grow(room, colour="red", words="w" * 10_000)
    with asked() as cost:
        found = await room.store.find(LEAF, {"colour": "red"}, part=Head)
    assert [each.state for each in found] == [Head(colour="red")] * 3
    assert cost.bytes < 3 * 1000


async def test_part_holds_parts_and_query_keys(room: Room) -> None:
    spots = tuple(Spot(colour=each, words="w" * 10_000) for each in ("black", "white"))
    await grow(room, colour="green", spots=spots)
    await grow(room, colour="green", last=spots[0])
    black, white = (Head(colour=each.colour) for each in spots)
    with asked() as cost:
        found = await room.store.find(LEAF, {"colour": "green"}, part=Spotted)
    trees = ("oak", "any")
    assert sorted((each.state for each in found), key=lambda each: len(each.spots)) == [
        Spotted(colour="green", spots=(), last=black, trees=trees),
        Spotted(colour="green", spots=(black, white), trees=trees),
    ]
    assert cost.bytes < 2 * 1000


async def test_part_of_a_state_of_an_older_schema_is_upgraded_whole(room: Room) -> None:
    old, new = await grow(room, colour="red", tree="elm"), await grow(room, colour="red")
    later = Kind(**{**vars(LEAF), "schema": 2, "upgrades": {1: lambda state: state | {"colour": f"{state['tree']} red"}}})
    await room.store.aggregates.update_one({"_id": new}, {"$set": {"schema": 2}})
    found = {each.id: each.state for each in await room.store.find(later, {"colour": "red"}, part=Head)}
    assert found == {old: Head(colour="elm red"), new: Head(colour="red")}


async def test_counts_and_sums_come_from_the_store(room: Room) -> None:
    for tree, colour, weight in (("oak", "red", 1), ("oak", "red", 2), ("oak", "green", 4), ("elm", "red", 8)):
        await grow(room, tree=tree, colour=colour, weight=weight)
    with asked() as cost:
        assert await room.store.totals(LEAF, {"tree": "oak"}, by=("colour",)) == {("red",): 2, ("green",): 1}
        assert await room.store.totals(LEAF, {"tree": {"oak", "elm"}}, by=("tree", "colour"), adding="weight") == {
            ("oak", "red"): 3,
            ("oak", "green"): 4,
            ("elm", "red"): 8,
        }
        assert await room.store.totals(LEAF, {}, by=("trees",)) == {("oak",): 3, ("elm",): 1, ("any",): 4}
        assert await room.store.totals(LEAF, {"tree": "oak", "trees": {"any", "elm"}}, by=("trees",)) == {("any",): 3}
        assert await room.store.totals(LEAF, {"tree": "ash"}, by=("colour",)) == {}
        assert await room.store.totals(LEAF, {"tree": "oak", "weight": Span(before=4)}, by=("tree",)) == {("oak",): 2}
    assert (cost.queries, cost.documents) == (6, 10)


@pytest.mark.parametrize("direction", [1, -1])
async def test_ordered_list_goes_on_behind_each_of_its_places(room: Room, direction: int) -> None:
    for weight in (3, 1, 2, 2, 1):
        await grow(room, colour="red", weight=weight)
    order, seen, after = ("weight", direction), [], None
    while page := await room.store.find(LEAF, {"colour": "red"}, order=order, after=after, limit=2):
        seen += [(each.state.weight, each.id) for each in page]
        after = page[-1].place, page[-1].id
    assert seen == sorted(seen, reverse=direction < 0)
    assert len(set(seen)) == 5


@pytest.mark.parametrize(
    ("span", "expected"),
    [
        (Span(since=2), [2, 3]),
        (Span(until=2), [1, 2]),
        (Span(since=2, until=2), [2]),
        (Span(after=1, before=3), [2]),
        (Span(after=3), []),
    ],
    ids=["since", "until", "on", "between", "nothing"],
)
async def test_span_of_an_order_is_all_that_is_read(room: Room, span: Span, expected: list[int]) -> None:
    for weight in (None, 3, 1, 2):
        await grow(room, colour="red", weight=weight)
    with asked() as cost:
        found = await room.store.find(LEAF, {"colour": {"red", "green"}, "weight": span}, order=("weight", 1))
    assert [each.state.weight for each in found] == expected
    assert (cost.queries, cost.documents) == (1, len(expected))


async def test_page_of_a_history_reads_its_entries_without_states(room: Room) -> None:
    id_ = await grow(room, colour="red", words="w" * 10_000)
    for number in range(9):
        leaf = Leaf(colour="red", words="w" * 10_000, weight=number)
        await change(room, LEAF, id_, lambda state, given, leaf=leaf: Decided(leaf), Cause(id=str(uuid4()), name="Weigh"))
    await file(room, id_)
    document = await room.store.load(LEAF, id_)
    with asked() as cost:
        entries, more = await history_of(room, document, 2, 3, ["weight"])
    assert [(each["version"], each["command"], each["state"]) for each in entries] == [
        (version, "Weigh", {"weight": version - 2}) for version in (3, 4, 5)
    ]
    assert more
    assert (cost.queries, cost.documents) == (1, 4)
    assert cost.bytes < 4 * 1000


@pytest.mark.parametrize("limit", [1, 3, 7, 50])
async def test_thread_comes_a_page_at_a_time_in_order_of_time(stored: Deployment, limit: int) -> None:
    async with room_on(stored, BELL) as room:
        ids = [await make(room, Bell()) for _ in range(3)]
        for _ in range(2):
            for id_ in ids:
                await up(room, id_)
        await file(room, *ids)
        seen, after = [], None
        while True:
            with asked() as cost:
                entries, after = await thread(room, THREAD, OPERATOR, after=after, limit=limit)
            assert len(entries) <= limit
            assert cost.documents <= 2 * (limit + 1)
            seen += [(each["at"], each["aggregate"], each["version"]) for each in entries]
            if after is None:
                break
        assert len(set(seen)) == 9
        assert seen == sorted(seen)
