"""What people read of learning dissemination, straight from the store."""

from datetime import date, datetime
from typing import Any

from pydantic import BaseModel

from contracts.vocabulary import Code, Id, Link
from services.chassis.decisions import Actor, Given
from services.chassis.http import Views
from services.chassis.paging import listed
from services.chassis.room import Room
from services.learning_dissemination.commands import HEARD, KNOWN_ACTION, PLAN, POINT, PRODUCT, reviews_of
from services.learning_dissemination.domain.plan import Plan
from services.learning_dissemination.domain.product import Product, Published, Section
from services.learning_dissemination.domain.proposal import Proposal, propose


class LibraryLine(BaseModel):
    """A published product in the library's list."""

    id: Id
    kind: Code
    kind_label: str
    title: str
    themes: tuple[Code, ...]
    published_on: date
    link: Link


class LibraryItem(LibraryLine):
    """A published product, part by part."""

    version: int
    sections: tuple[Section, ...]


class VersionLine(BaseModel):
    """What was done with a product, when, by whom; and the version that it was in."""

    at: datetime
    command: str
    version: int
    status: Code
    roles: list[str]
    agency: str
    person_ref: str


def as_it_is(state: Any, given: Given) -> Any:
    return state


VIEWS: Views = {PLAN.name: (Plan, as_it_is), PRODUCT.name: (Product, as_it_is)}


def library_item(id_: str, published: Published, room: Room) -> LibraryItem:
    """A published product, as anybody sees it."""
    return LibraryItem(**dict(published), id=id_, link=f"{room.url}/library/{id_}")


async def library_lines(
    room: Room, actor: Actor, keys: dict[str, Any], after: str | None, limit: int
) -> tuple[list[LibraryLine], str | None, int]:
    """A page of the library; the id that it ended with, and how many were looked at."""
    products, last, found = await listed(room, PRODUCT, actor, {"in_library": "yes"} | keys, after, limit)
    items = [library_item(each.id, each.published, room) for each in products]
    return [LibraryLine(**{name: getattr(item, name) for name in LibraryLine.model_fields}) for item in items], last, found


async def versions(room: Room, id_: str) -> list[VersionLine]:
    """Everything that changed a product, oldest first."""
    return [
        VersionLine(
            at=entry["at"],
            command=entry["command"],
            version=entry["state"]["version"],
            status=entry["state"]["status"],
            **entry["by"],
        )
        for entry in await room.store.past({"aggregate": id_})
    ]


async def proposal(room: Room, theme: str) -> Proposal:
    """LD2: what a thematic product on the theme could draw on."""
    points = [document.state for document in await room.store.find(POINT, {"themes": theme})]
    findings = {finding for point in points for finding in point.findings}
    actions = {
        document.id: document.state
        for finding in sorted(findings)
        for document in await room.store.find(KNOWN_ACTION, {"findings": finding})
    }
    heard = [document.state for document in await room.store.find(HEARD, {"theme": theme})]
    return propose(theme, points, await reviews_of(room, sorted(findings)), actions.values(), heard)
