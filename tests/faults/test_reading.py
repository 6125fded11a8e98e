"""The one reading path: what a reader may not know is absent from every list, count, single read, history and thread."""

import base64
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Annotated, Any
from uuid import uuid4

import httpx
import pytest
from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict

from contracts.vocabulary.roles import AGENCY_LEAD, BUSINESS_UNIT, DECIDER, OPERATOR, PARTNERSHIP
from local.deployment import Deployment
from local.parts.tokens import AUDIENCE, ISSUER, LIFETIME, Issuer
from local.tiny import THREAD, room_on
from services.chassis.host import Host
from services.chassis.http.identity import signed_in
from services.chassis.http.listings import Filter, Listing, add_list, each
from services.chassis.http.reading import add_history, seen
from services.chassis.messaging.relay import _filed
from services.chassis.room.change import change
from services.chassis.room.reading import Reader, count, read_all, read_among, read_one, read_page, thread
from services.chassis.room.room import Cause, Room
from services.chassis.rules.access import PARTNERSHIP_READERS, at, person_at
from services.chassis.rules.decisions import Actor, Decided, Given
from services.chassis.settings import HostSettings
from services.chassis.store import outbox
from services.chassis.store.kinds import Kind


class Note(BaseModel):
    """A note that only some may know of."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reference: str
    colour: str = "red"
    due: str | None = None
    only: tuple[str, ...] = ()
    conflict: tuple[str, ...] = ()


LETTERS = "ABCDEFGHJK"

NOTE = Kind(
    name="note",
    state=Note,
    keys=lambda note: {"reference": note.reference, "colour": note.colour, "due": note.due},
    threads=lambda note: (THREAD,),
    readers=lambda note: (
        [person_at(each, PARTNERSHIP) for each in note.only] or [*PARTNERSHIP_READERS, at(AGENCY_LEAD, "police")]
    ),
    hidden_from=lambda note: [person_at(each, PARTNERSHIP) for each in note.conflict],
    indexed=("colour",),
    ordered=("due",),
    unique=("reference",),
)
LISTING = Listing(
    NOTE,
    filters={"colour": Filter("colour", "a colour", among=lambda framework: {"red", "blue"})},
    orders={"due": ("due", 1), "latest": ("due", -1)},
)


def person(role: str, ref: str, agency: str = "partnership") -> Actor:
    return Actor(frozenset({role}), agency, ref)


UNIT, CHAIR, OPS = person(BUSINESS_UNIT, "unit"), person(DECIDER, "chair"), person(OPERATOR, "ops", "independent")
NAMED = person(DECIDER, "named-one")
LEAD, OTHER_LEAD = person(AGENCY_LEAD, "lead", "police"), person(AGENCY_LEAD, "other", "council")


@pytest.fixture
async def room(stored: Deployment) -> AsyncIterator[Room]:
    async with room_on(stored, NOTE) as here:
        yield here


async def write(room: Room, number: int, **fields: Any) -> str:
    """Makes a note with a reference of that number; returns its id."""
    id_ = str(uuid4())
    note = Note(reference=f"NM-2026-AAA{LETTERS[number]}", **fields)

    def decide(state: Note | None, given: Given) -> Decided[Note]:
        return Decided(note)

    await change(room, NOTE, id_, decide, Cause(id=str(uuid4()), name="WriteNote"))
    return id_


async def file_all(room: Room, *ids: str) -> None:
    """Files the outboxes in the history, as the relay does."""
    for record in await outbox.saved(room.store, ids, room.real()):
        await outbox.file(room.store, [_filed(record, entry) for entry in record["outbox"]])


async def everything_read(room: Room, actor: Actor, ids: tuple[str, ...]) -> dict[str, set[str]]:
    """Returns the ids that a person finds by each way of reading."""
    reader = Reader(actor)
    page = await read_page(room, NOTE, reader, {}, limit=50)
    one = [await read_one(room, NOTE, id_, reader) for id_ in ids]
    entries, _ = await thread(room, THREAD, reader, limit=50)
    return {
        "page": {each.id for each in page.documents},
        "one": {each.id for each in one if each},
        "among": set(await read_among(room, NOTE, ids, reader)),
        "thread": {entry["aggregate"] for entry in entries},
        "counted": {str(await count(room, NOTE, reader, {})), str(len(await read_all(room, NOTE, reader, {})))},
    }


@pytest.mark.parametrize(
    ("actor", "sees"),
    [
        pytest.param(UNIT, "open shunned", id="business unit"),
        pytest.param(CHAIR, "open", id="on the conflict list"),
        pytest.param(OPS, "open shunned", id="operator"),
        pytest.param(NAMED, "open shunned secret", id="named"),
        pytest.param(LEAD, "open shunned", id="agency in scope"),
        pytest.param(OTHER_LEAD, "", id="another agency"),
    ],
)
async def test_every_way_of_reading_shows_the_same(room: Room, actor: Actor, sees: str) -> None:
    """A note of named persons is known to them alone, and one with a conflict list to everybody else."""
    ids = {
        "open": await write(room, 1),
        "secret": await write(room, 2, only=("named-one",)),
        "shunned": await write(room, 3, conflict=("chair",)),
    }
    await file_all(room, *ids.values())
    expected = {ids[name] for name in sees.split()}
    found = await everything_read(room, actor, tuple(ids.values()))
    assert found == dict.fromkeys(("page", "one", "among", "thread"), expected) | {"counted": {str(len(expected))}}


async def test_labels_inherited_from_elsewhere_open_a_document(room: Room) -> None:
    secret = await write(room, 1, only=("named-one",))
    assert await read_one(room, NOTE, secret, Reader(CHAIR)) is None
    assert await read_one(room, NOTE, secret, Reader(CHAIR, frozenset({person_at("named-one", PARTNERSHIP)}))) is not None


class Pages:
    """The notes over HTTP, as a person with a token asks for them."""

    def __init__(self, room: Room, folder: Path) -> None:
        issuer = Issuer(folder)
        known = {"issuer": ISSUER, "audience": AUDIENCE, "jwks": str(issuer.jwks), "longest_token_seconds": LIFETIME}
        host = Host("notes", HostSettings(profile="local", **known))  # type: ignore[arg-type]
        host.app.state.identity.agencies = lambda: frozenset({LEAD.agency})
        host.serve(self._routes(room))
        self.issuer, self.client = issuer, httpx.AsyncClient(transport=httpx.ASGITransport(host.app), base_url="http://notes")

    @staticmethod
    def _routes(room: Room) -> APIRouter:
        routes = APIRouter()
        actor = signed_in(BUSINESS_UNIT, AGENCY_LEAD)
        show = each(lambda note, given: note)
        add_list(routes, room, "/notes", LISTING, show, model=Note, actor=actor, operation_id="List", summary="Notes")
        add_history(routes, room, "/notes/{id}/history", NOTE, actor=actor, operation_id="History", summary="History")

        @routes.get("/notes/{id}")
        async def read_note(id: str, actor: Annotated[Actor, Depends(actor)]) -> Note:
            note: Note = (await seen(room, NOTE, id, actor)).state
            return note

        return routes

    async def get(self, path: str, actor: Actor = UNIT) -> httpx.Response:
        token = self.issuer.token(*actor.roles, agency=actor.agency, person_ref=actor.person_ref)
        return await self.client.get(path, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
async def pages(room: Room, tmp_path: Path) -> AsyncIterator[Pages]:
    made = Pages(room, tmp_path)
    async with made.client:
        yield made


async def references(pages: Pages, path: str, actor: Actor = UNIT) -> list[list[str]]:
    """Follows the links to the next page, and returns the references of each page."""
    found, following = [], path
    while following:
        answer = await pages.get(following, actor)
        assert answer.status_code == 200, answer.text
        found.append([each["reference"] for each in answer.json()])
        following = answer.links.get("next", {}).get("url", "")
    return found


async def test_pages_are_full_whatever_lies_between(room: Room, pages: Pages) -> None:
    """Nine notes, of which the reader may know five, come as two, two and one."""
    for number in range(9):
        await write(room, number, only=("somebody",) if number % 2 else ())
    assert [len(page) for page in await references(pages, "/notes?limit=2")] == [2, 2, 1]
    assert [len(page) for page in await references(pages, "/notes?limit=5")] == [5], "no link leads to an empty page"


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("due", [None, None, "2027-01-05", "2027-01-05", "2027-03-01"]),
        ("latest", ["2027-03-01", "2027-01-05", "2027-01-05", None, None]),
    ],
)
async def test_an_order_holds_over_pages(room: Room, pages: Pages, order: str, expected: list[str | None]) -> None:
    """Notes with equal and with no dates come once each, in the declared order."""
    dues = {}
    for number, due in enumerate(["2027-03-01", None, "2027-01-05", "2027-01-05", None]):
        note = (await room.store.load(NOTE, await write(room, number, due=due))).state
        dues[note.reference] = due
    shown = [reference for page in await references(pages, f"/notes?order={order}&limit=2") for reference in page]
    assert len(set(shown)) == 5
    assert [dues[reference] for reference in shown] == expected


async def test_a_reference_works_in_place_of_an_id(room: Room, pages: Pages) -> None:
    id_ = await write(room, 1)
    await file_all(room, id_)
    reference = (await pages.get(f"/notes/{id_}")).json()["reference"]
    assert (await pages.get(f"/notes/{reference}")).json()["reference"] == reference
    assert len((await pages.get(f"/notes/{reference}/history")).json()) == 1
    assert (await pages.get("/notes/NM-2026-ZZZZ")).status_code == 404


async def test_who_may_not_know_finds_nothing_under_id_reference_or_history(room: Room, pages: Pages) -> None:
    id_ = await write(room, 1, only=("somebody",))
    reference = (await room.store.load(NOTE, id_)).state.reference
    for path in (f"/notes/{id_}", f"/notes/{reference}", f"/notes/{id_}/history"):
        assert (await pages.get(path)).status_code == 404
    assert (await pages.get("/notes")).json() == []


@pytest.mark.parametrize(
    ("query", "wrong"),
    [
        ("colour=green", {("request/unknown-value", "colour")}),
        ("order=size", {("request/unknown-value", "order")}),
        ("limit=0", {("request/limit", "limit")}),
        ("limit=\u00b2", {("request/limit", "limit")}),
        ("after=nonsense", {("request/cursor", "after")}),
        (
            "colour=green&limit=x&order=size",
            {("request/unknown-value", "colour"), ("request/limit", "limit"), ("request/unknown-value", "order")},
        ),
        ("size=3", {("request/unknown-parameter", "size")}),
        ("colour=red&colour=blue", {("request/repeated-parameter", "colour")}),
    ],
)
async def test_a_list_refuses_by_name_what_it_does_not_take(pages: Pages, query: str, wrong: set[tuple[str, str]]) -> None:
    answer = await pages.get(f"/notes?{query}")
    assert answer.status_code == 422
    assert {(each["code"], each["path"]) for each in answer.json()["errors"]} == wrong


async def test_a_cursor_is_sealed_and_belongs_to_its_list_and_person(room: Room, pages: Pages) -> None:
    """A cursor shows no id, and opens no other filter and nobody else's list. A changed one is refused."""
    ids = [await write(room, number) for number in range(3)]
    cursor = httpx.URL((await pages.get("/notes?limit=1")).links["next"]["url"]).params["after"]
    assert not any(id_ in base64.urlsafe_b64decode(cursor + "==").decode() for id_ in ids)
    assert (await pages.get(f"/notes?after={cursor}")).status_code == 200
    assert (await pages.get(f"/notes?colour=red&after={cursor}")).status_code == 422
    assert (await pages.get(f"/notes?after={cursor}", LEAD)).status_code == 422
    assert (await pages.get(f"/notes?after={cursor[:-2]}AA")).status_code == 422


async def test_the_readers_follow_the_state(room: Room) -> None:
    """A document that becomes restricted is gone from the lists of others with the save that restricts it."""
    id_ = await write(room, 1)
    assert await count(room, NOTE, Reader(UNIT), {}) == 1

    def restrict(note: Note, given: Given) -> Decided[Note]:
        return Decided(note.model_copy(update={"only": ("somebody",)}))

    await change(room, NOTE, id_, restrict, Cause(id=str(uuid4()), name="Restrict"))
    assert await count(room, NOTE, Reader(UNIT), {}) == 0
    assert await read_one(room, NOTE, id_, Reader(UNIT)) is None
