"""The public library of published products (LD7)."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.types import Code, Id, Link
from services.chassis.http.listings import Listing, Show
from services.chassis.room.reading import Reader
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor, Given
from services.learning_dissemination.domain.product.state import Product, Published, Section
from services.learning_dissemination.domain.readers import LIBRARY
from services.learning_dissemination.kinds import PRODUCT
from services.learning_dissemination.queries.codes import by_kind, by_theme

IN_LIBRARY = Listing(
    PRODUCT, filters={"theme": by_theme("library_themes"), "kind": by_kind("kind")}, always={"in_library": "yes"}
)


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


async def library_reader(actor: Actor) -> Reader:
    """Returns a reader of the library, who needs no account."""
    return Reader(actor, frozenset({LIBRARY}))


def library_item(id_: str, published: Published, room: Room) -> LibraryItem:
    """Returns a published product, as the public sees it."""
    return LibraryItem(**dict(published), id=id_, link=f"{room.url}/library/{id_}")


def library(room: Room) -> Show:
    """Returns the view of a page of the library."""

    async def show(products: Sequence[Product], given: Given) -> list[LibraryLine]:
        items = [library_item(each.id, each.published, room) for each in products if each.published]
        return [LibraryLine(**{name: getattr(item, name) for name in LibraryLine.model_fields}) for item in items]

    return show
