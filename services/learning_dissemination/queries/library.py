"""The public library of published products (LD7)."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from contracts.vocabulary.types import Code, Id, Link
from services.chassis.http.paging import listed
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.domain.product.state import Published, Section
from services.learning_dissemination.kinds import PRODUCT


class LibraryLine(BaseModel):
    """A published product in the list of the library."""

    id: Id
    kind: Code
    kind_label: str
    title: str
    themes: tuple[Code, ...]
    published_on: date
    link: Link


class LibraryItem(LibraryLine):
    """A published product with its parts."""

    version: int
    sections: tuple[Section, ...]


def library_item(id_: str, published: Published, room: Room) -> LibraryItem:
    """Returns a published product, as the public sees it."""
    return LibraryItem(**dict(published), id=id_, link=f"{room.url}/library/{id_}")


async def library_lines(
    room: Room, actor: Actor, keys: dict[str, Any], after: str | None, limit: int
) -> tuple[list[LibraryLine], str | None, int]:
    """Returns a page of the library, its last id, and the number of documents found."""
    products, last, found = await listed(room, PRODUCT, actor, {"in_library": "yes"} | keys, after, limit)
    items = [library_item(each.id, each.published, room) for each in products]
    return [LibraryLine(**{name: getattr(item, name) for name in LibraryLine.model_fields}) for item in items], last, found
