"""Something to learn from, for adults who learn differently (LD2): its draft, its parts, and what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from contracts.events.learning_dissemination import LearningPointWithdrawn, ProductWithdrawn
from contracts.framework.learning import ProductKind
from contracts.vocabulary.reviews import WithdrawalReason
from contracts.vocabulary.types import Code, Id, PersonRef
from services.chassis.rules.decisions import Decided, Given, Reason, refuse_if_any
from services.learning_dissemination.domain.part import Part
from services.learning_dissemination.domain.point import LearningPoint

Title = Annotated[str, StringConstraints(min_length=5, max_length=200)]
Text = Annotated[str, StringConstraints(max_length=10_000)]
Parts = dict[Code, Text]
Points = Annotated[tuple[Id, ...], Field(max_length=50)]


class DraftProduct(Part):
    """Begins a product of some kind, from learning points."""

    kind: Code
    title: Title
    points: Points = ()
    parts: Parts = Field(default_factory=dict)


class WriteParts(Part):
    """Writes parts of a product, its title or its points anew; the rest stays. An approval is taken back by that."""

    parts: Parts = Field(default_factory=dict)
    title: Title | None = None
    points: Points | None = None


class WithdrawProduct(Part):
    """Withdraws a product: nobody is to use it any longer."""

    reason: WithdrawalReason


class ProductStatus(StrEnum):
    DRAFT = "draft"
    APPROVED = "approved"
    PUBLISHED = "published"
    WITHDRAWN = "withdrawn"


class Section(BaseModel):
    """A part as it was published, under the heading that the settings gave it then."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    label: str
    text: str


class Published(BaseModel):
    """What the library shows: it stays as it is while the next version is written."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: int
    kind: Code
    kind_label: str
    title: str
    sections: tuple[Section, ...]
    themes: tuple[Code, ...]
    published_on: date


class Product(BaseModel):
    """A product. `version` counts what was written; every version before is in the history."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: Id
    kind: Code
    title: str
    version: int = 1
    status: ProductStatus = ProductStatus.DRAFT
    parts: dict[Code, str]
    points: tuple[Id, ...] = ()
    themes: tuple[Code, ...] = ()
    findings: tuple[Id, ...] = ()
    reviews: tuple[Id, ...] = ()
    """Those of its points, as far as they are known."""
    flagged: tuple[Id, ...] = ()
    """Its points that were withdrawn since they were taken up."""
    writers: tuple[PersonRef, ...] = ()
    """Who wrote any of it: none of them approves it."""
    approved_by: PersonRef | None = None
    published: Published | None = None
    withdrawn: Code | None = None


@dataclass(frozen=True, slots=True)
class Sources:
    """What a product draws on, as it is known now: facts for its rules."""

    points: Sequence[LearningPoint | None]
    """In the order in which they were named; None: unknown."""
    reviews: tuple[str, ...]
    held: frozenset[str]
    """Those of the reviews with a hold in force."""


def draft_product(state: None, command: DraftProduct, given: Given, sources: Sources) -> Decided[Product]:
    """Refuses what nobody knows, all at once; what is still empty is asked for at the approval."""
    kind = given.framework.learning.product_kind(command.kind)
    reasons = [Reason("product/unknown-kind", "This kind of product is not in the settings.", "kind")] if kind is None else []
    refuse_if_any(reasons + unknown_parts(command.parts, kind) + unknown_points(sources))
    product = Product(
        id=given.id, kind=command.kind, title=command.title, parts=command.parts, writers=(given.actor.person_ref,)
    )
    return Decided(product.model_copy(update=drawn_from(sources) | {"flagged": withdrawn_among(sources)}))


def write_parts(product: Product, command: WriteParts, given: Given, sources: Sources) -> Decided[Product]:
    """Makes the next version, to be approved anew; what was published stays in the library meanwhile. Points that are named
    again are taken up as they are now."""
    kind = given.framework.learning.product_kind(product.kind)
    reasons = not_withdrawn(product) + unknown_parts(command.parts, kind)
    refuse_if_any(reasons + (unknown_points(sources) if command.points is not None else []))
    changed = {
        "title": command.title or product.title,
        "parts": product.parts | command.parts,
        "version": product.version + 1,
        "status": ProductStatus.DRAFT,
        "approved_by": None,
        "flagged": product.flagged if command.points is None else withdrawn_among(sources),
        "writers": tuple(dict.fromkeys((*product.writers, given.actor.person_ref))),
    }
    return Decided(product.model_copy(update=changed | drawn_from(sources)))


def withdraw_product(product: Product, command: WithdrawProduct, given: Given) -> Decided[Product]:
    """Told to others only where it had been published: of a draft nobody knows."""
    refuse_if_any(not_withdrawn(product))
    told = (ProductWithdrawn(product=product.id, findings=product.findings, reason=command.reason),)
    changed = {"status": ProductStatus.WITHDRAWN, "withdrawn": command.reason}
    return Decided(product.model_copy(update=changed), told if product.published else ())


def flag(product: Product, event: LearningPointWithdrawn, given: Given) -> Decided[Product]:
    """LD1: what was made from a withdrawn point shows so, published or not."""
    if event.point not in product.points:
        return Decided(product)
    return Decided(product.model_copy(update={"flagged": tuple(dict.fromkeys((*product.flagged, event.point)))}))


def drawn_from(sources: Sources) -> dict[str, Any]:
    """What a product takes over from its points."""
    points = [point for point in sources.points if point]
    return {
        "points": tuple(dict.fromkeys(point.id for point in points)),
        "themes": _each_once(point.themes for point in points),
        "findings": _each_once(point.findings for point in points),
        "reviews": sources.reviews,
    }


def withdrawn_among(sources: Sources) -> tuple[str, ...]:
    return tuple(dict.fromkeys(point.id for point in sources.points if point and point.withdrawn))


def unknown_parts(parts: Iterable[str], kind: ProductKind | None) -> list[Reason]:
    """Parts that the template does not have. Of an unknown kind, none is known to be wrong."""
    if kind is None:
        return []
    known = {each.code for each in kind.parts}
    sentence = "The template of this kind of product has no such part."
    return [Reason("product/unknown-part", sentence, f"parts/{code}") for code in parts if code not in known]


def unknown_points(sources: Sources) -> list[Reason]:
    return [
        Reason("product/unknown-point", "There is no such learning point.", f"points/{place}")
        for place, point in enumerate(sources.points)
        if point is None
    ]


def not_withdrawn(product: Product) -> list[Reason]:
    if product.status is not ProductStatus.WITHDRAWN:
        return []
    return [Reason("product/withdrawn", "The product has been withdrawn.")]


def in_library(product: Product) -> bool:
    """Whether anybody can read it: withdrawn products are told of, not shown."""
    return product.published is not None and product.status is not ProductStatus.WITHDRAWN


def threads(state: Product) -> tuple[str, ...]:
    return (*state.findings, *state.reviews, state.id)


def keys(state: Product) -> dict[str, Any]:
    return {
        "kind": state.kind,
        "status": state.status,
        "points": list(state.points),
        "themes": list(state.themes),
        "in_library": "yes" if in_library(state) else "no",
        "library_themes": list(state.published.themes) if state.published else [],
    }


def _each_once(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(code for codes in lists for code in codes))
