"""A product for adults who learn in different ways: its parts, its authors and its published version (LD2).

`Standing` and `ProductHead` are the parts of a product that are read where its texts are not needed.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Any

from pydantic import AwareDatetime

from contracts.vocabulary.types import Code, Id
from services.chassis.rules.access import PARTNERSHIP_READERS
from services.chassis.rules.person import Person
from services.chassis.rules.values import Value
from services.learning_dissemination.domain.readers import LIBRARY


class ProductStatus(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Section(Value):
    """A published part, under the heading that the framework gave it at the time."""

    code: Code
    label: str
    text: str


class Drawn(Value):
    """What a published version draws on."""

    points: tuple[Id, ...]
    reviews: tuple[Id, ...]


class Published(Drawn):
    """The version in the library. It stays the same while somebody writes the next one."""

    version: int
    kind: Code
    kind_label: str
    title: str
    sections: tuple[Section, ...]
    themes: tuple[Code, ...]
    published_on: date


class Withheld(Value):
    """A cause to keep a product out of the library: a hold on a review, or the recall of a point."""

    source: Id
    reason: Code
    """The kind of hold, or the reason for the recall."""
    hold: Id | None = None
    """The id of the hold. A review can have several of one kind."""


class Standing(Value):
    """What says whether the library has a product."""

    id: Id
    status: ProductStatus = ProductStatus.DRAFT
    published: Drawn | None = None
    withheld: tuple[Withheld, ...] = ()
    """The causes that this product, published or not, has met. Those of other versions have no effect."""


class ProductHead(Standing):
    """A product without its texts."""

    kind: Code
    status_since: AwareDatetime
    """The time at which this status began, or the draft was last written."""
    filled: tuple[Code, ...] = ()
    """The parts that have a text."""
    points: tuple[Id, ...] = ()
    themes: tuple[Code, ...] = ()
    findings: tuple[Id, ...] = ()
    reviews: tuple[Id, ...] = ()
    """The known reviews of its points."""
    flagged: tuple[Id, ...] = ()
    """The points that were withdrawn after the product took them up."""
    flagged_at: AwareDatetime | None = None
    """The time of the last of these withdrawals, or none."""
    writers: tuple[Person, ...] = ()
    """Everybody who wrote a part. None of them may approve the product."""


class Product(ProductHead):
    """A product. `version` counts the edits, and the history holds each earlier version."""

    title: str
    version: int = 1
    parts: dict[Code, str]
    approved_by: Person | None = None
    published: Published | None = None
    withdrawn: Code | None = None


def written(parts: Mapping[Code, str]) -> dict[str, Any]:
    """Returns the fields of a product with these parts."""
    return {"parts": dict(parts), "filled": tuple(code for code, text in parts.items() if text)}


def causes(product: Standing) -> tuple[Withheld, ...]:
    """Returns the causes that keep the published version out of the library."""
    if product.published is None:
        return ()
    drawn = {*product.published.points, *product.published.reviews}
    return tuple(each for each in product.withheld if each.source in drawn)


def in_library(product: Standing) -> bool:
    """Returns whether the public can read the product."""
    return product.published is not None and product.status is not ProductStatus.WITHDRAWN and not causes(product)


def withdrawn_learning(product: ProductHead) -> frozenset[Id]:
    """Returns the withdrawn points that the published version uses. Empty once the product itself is withdrawn."""
    if product.flagged_at is None or product.published is None or product.status is ProductStatus.WITHDRAWN:
        return frozenset()
    return frozenset(product.published.points) & {*product.flagged, *(each.source for each in causes(product))}


def threads(product: Product) -> tuple[str, ...]:
    return (*product.findings, *product.reviews, product.id)


def keys(product: Product) -> Mapping[str, object]:
    """Returns the flat query keys."""
    return {
        "kind": product.kind,
        "status": product.status,
        "points": _either(product.points, product.published.points if product.published else ()),
        "reviews": _either(product.reviews, product.published.reviews if product.published else ()),
        "themes": list(product.themes),
        "to_check": "yes" if withdrawn_learning(product) else None,
        "in_library": "yes" if in_library(product) else None,
        "library_themes": list(product.published.themes) if product.published and in_library(product) else [],
    }


def _either(draft: tuple[Id, ...], published: tuple[Id, ...]) -> list[Id]:
    return list(dict.fromkeys((*draft, *published)))


def readers(product: Product) -> tuple[str, ...]:
    """Returns the people of the partnership and, once it has been published, readers of the library.

    Public routes read by the label `LIBRARY`, and show no more than the published version.
    """
    return (*PARTNERSHIP_READERS, *([LIBRARY] if product.published else []))
