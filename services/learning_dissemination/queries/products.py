"""Products, as staff see them, and their history (LD2)."""

from datetime import datetime

from pydantic import BaseModel

from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.learning_dissemination.domain.product.state import Product, ProductStatus, Published


class ProductShown(BaseModel):
    """A product in its present version, and the version that the library has."""

    id: Id
    kind: Code
    title: str
    version: int
    status: ProductStatus
    parts: dict[Code, str]
    points: tuple[Id, ...]
    themes: tuple[Code, ...]
    findings: tuple[Id, ...]
    reviews: tuple[Id, ...]
    flagged: tuple[Id, ...]
    writers: tuple[PersonRef, ...]
    approved_by: PersonRef | None
    published: Published | None
    withdrawn: Code | None


class HistoryLine(BaseModel):
    """One change of a product: the command, the version after it, and the person who made it."""

    at: datetime
    command: str
    version: int
    status: Code
    roles: list[str]
    agency: str
    person_ref: str


def product_shown(product: Product, given: Given) -> ProductShown:
    return ProductShown.model_validate(product, from_attributes=True)


async def history(room: Room, id_: str) -> list[HistoryLine]:
    """Returns every change of a product, oldest first."""
    return [
        HistoryLine(
            at=entry["at"],
            command=entry["command"],
            version=entry["state"]["version"],
            status=entry["state"]["status"],
            **entry["by"],
        )
        for entry in await room.store.past({"aggregate": id_})
    ]
