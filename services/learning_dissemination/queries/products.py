"""Products, as staff see them, and their history (LD2)."""

from typing import Any

from pydantic import BaseModel

from contracts.vocabulary.types import Code, Id
from services.chassis.http.listings import Filter, Listing
from services.chassis.http.reading import HistoryLine
from services.chassis.rules.decisions import Given
from services.chassis.rules.person import Person
from services.chassis.store.documents import Record
from services.learning_dissemination.domain.product.state import Product, ProductStatus, Published, Withheld, causes
from services.learning_dissemination.kinds import PRODUCT
from services.learning_dissemination.queries.codes import by_kind, by_theme

PRODUCTS = Listing(
    PRODUCT,
    filters={
        "status": Filter("status", "a status", among=ProductStatus),
        "kind": by_kind("kind"),
        "theme": by_theme("themes"),
    },
)


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
    writers: tuple[Person, ...]
    approved_by: Person | None
    published: Published | None
    withheld: tuple[Withheld, ...]
    """The causes that keep the published version out of the library."""
    withdrawn: Code | None


class ProductLine(HistoryLine):
    """One change of a product, with its status and its own version after the change."""

    product_version: int
    status: ProductStatus


def product_shown(product: Product, given: Given) -> ProductShown:
    shown = ProductShown.model_validate(product, from_attributes=True)
    return shown.model_copy(update={"withheld": causes(product)})


def version_and_status(state: Record) -> dict[str, Any]:
    """Returns what a history line adds from the state of the entry."""
    return {"product_version": state["version"], "status": state["status"]}
