"""The public library of published products (LD7)."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.types import Code, Id, Link
from services.chassis.http.listings import Listing, Show
from services.chassis.room.reading import Reader
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor, Given
from services.learning_dissemination.domain.product.state import Published, Section, Standing
from services.learning_dissemination.domain.readers import LIBRARY
from services.learning_dissemination.kinds import PRODUCT
from services.learning_dissemination.queries.codes import by_kind, by_theme


class Heading(BaseModel):
    """What the list of the library prints of a published version."""

    kind: Code
    kind_label: str
    title: str
    themes: tuple[Code, ...]
    published_on: date


class Listed(BaseModel):
    """The part of a product in the library that its list prints."""

    id: Id
    published: Heading


class PublicProduct(Standing):
    """The part of a product that its public page needs."""

    published: Published | None = None


IN_LIBRARY = Listing(
    PRODUCT,
    filters={"theme": by_theme("library_themes"), "kind": by_kind("kind")},
    always={"in_library": "yes"},
    part=Listed,
)


class LibraryLine(Heading):
    """A published product in the list of the library."""

    id: Id
    link: Link


class LibraryItem(LibraryLine):
    """A published product with its parts."""

    version: int
    sections: tuple[Section, ...]


async def library_reader(actor: Actor) -> Reader:
    """Returns a reader of the library, who needs no account."""
    return Reader(actor, frozenset({LIBRARY}))


def library_item(id_: str, published: Published, room: Room) -> LibraryItem:
    """Returns a published product, as the public sees it."""
    return LibraryItem(**dict(published), id=id_, link=_link(id_, room))


def library(room: Room) -> Show:
    """Returns the view of a page of the library."""

    async def show(products: Sequence[Listed], given: Given) -> list[LibraryLine]:
        return [LibraryLine(**dict(each.published), id=each.id, link=_link(each.id, room)) for each in products]

    return show


def _link(id_: str, room: Room) -> str:
    return f"{room.url}/library/{id_}"
