"""Findings as people see them, each with its responses, actions and learning (RR4)."""

from datetime import date
from typing import Any

from pydantic import BaseModel

from contracts.vocabulary.reviews import FindingKind, Priority, Response
from contracts.vocabulary.types import Code, Id, Link, PersonRef
from services.chassis.room.reading import belonging
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.chassis.rules.small_numbers import shown
from services.chassis.store.kinds import Kind
from services.review_registry.domain.others.actions import ActionProgress
from services.review_registry.domain.others.obligations import ObligationProgress
from services.review_registry.domain.others.products import ProductProgress
from services.review_registry.domain.review.releasing import link_to_learning
from services.review_registry.domain.review.state import (
    Factor,
    Finding,
    HowUsual,
    Released,
    Review,
    latest_release,
)
from services.review_registry.kinds import ACKNOWLEDGED, ACTION_PROGRESS, OBLIGATION_PROGRESS, PRODUCT_PROGRESS
from services.review_registry.queries.sharing import (
    ActionShared,
    ReadsAs,
    actions_seen,
    obligations_seen,
    reads_as,
)


class ReleasedShared(BaseModel):
    """The learning released of a finding, without its statement once it was recalled."""

    link: Link
    statement: str | None
    on: date
    recalled_on: date | None
    recalled_reason: Code | None


class ReleasedShown(ReleasedShared):
    """Released learning, with the person who released it."""

    by: PersonRef


class ProductShared(BaseModel):
    """A product in the library that uses a finding."""

    id: Id
    kind: Code | None
    themes: tuple[Code, ...]
    link: Link | None


class FindingText(BaseModel):
    """A finding as every reader of its review sees it."""

    kind: FindingKind
    what_happened: str
    why: tuple[Factor, ...]
    how_usual: HowUsual
    meaning_for_the_child: str
    working_together: str
    learning_statement: str
    themes: tuple[Code, ...]
    agencies: tuple[Code, ...]
    """The agencies that must respond; `partnership` for all together."""
    priority: Priority
    response: Response
    reason_for_none: str
    id: Id
    confirmed_on: date | None
    respond_by: date | None


class FindingShared(FindingText):
    """A confirmed finding with its responses, actions, released learning and products, as an agency in scope sees it."""

    obligations: tuple[ObligationProgress, ...]
    """Those of the reader's agency; for the partnership, each."""
    actions: tuple[ActionProgress | ActionShared, ...]
    learning: ReleasedShared | None
    products: tuple[ProductShared, ...]


class FindingShown(FindingText):
    """A finding with its responses, actions, released learning and products, as the partnership and its lead see it."""

    recorded_by: PersonRef | None
    """The writer of the finding, who may not release its learning."""
    obligations: tuple[ObligationProgress, ...]
    """Those of the reader's agency; for the partnership, each."""
    actions: tuple[ActionProgress | ActionShared, ...]
    learning: ReleasedShown | None
    products: tuple[ProductProgress, ...]
    """The products that use it, and how often each was delivered."""
    acknowledged: int | None
    """The number of acknowledgements of these products, as published. It is null below the threshold."""


def findings_seen(review: Review, reader: ReadsAs) -> tuple[Finding, ...]:
    """Returns the findings that a reader sees. Agencies see them once they are confirmed."""
    return tuple(each for each in review.findings if each.confirmed_on or reader is not ReadsAs.AGENCY)


async def findings_shown(room: Room, review: Review, actor: Actor) -> list[FindingShown | FindingShared]:
    """Returns the findings of a review that was read already, as the actor sees them."""
    reader = reads_as(review, actor)
    found = [await _finding_shown(room, review, finding, actor) for finding in findings_seen(review, reader)]
    if reader is ReadsAs.AGENCY:
        return [_shared(each) for each in found]
    return list(found)


def _shared(finding: FindingShown) -> FindingShared:
    products = tuple(each for each in finding.products if each.stands)
    return FindingShared.model_validate(finding.model_copy(update={"products": products}), from_attributes=True)


async def about(room: Room, kind: Kind, finding: str) -> tuple[Any, ...]:
    """Returns the projections of one kind about a finding that was read already."""
    return tuple(await belonging(room, kind, {"findings": finding}))


async def _finding_shown(room: Room, review: Review, finding: Finding, actor: Actor) -> FindingShown:
    products = await about(room, PRODUCT_PROGRESS, finding.id)
    released = latest_release(review, finding.id)
    return FindingShown(
        **dict(finding),
        obligations=obligations_seen(review, await about(room, OBLIGATION_PROGRESS, finding.id), actor),
        actions=actions_seen(review, await about(room, ACTION_PROGRESS, finding.id), actor),
        learning=_released_shown(room, released) if released else None,
        products=products,
        acknowledged=shown(sum([await _acknowledged(room, each.id) for each in products])),
    )


async def _acknowledged(room: Room, product: str) -> int:
    return sum(each.count for each in await belonging(room, ACKNOWLEDGED, {"product": product}))


def _released_shown(room: Room, released: Released) -> ReleasedShown:
    return ReleasedShown(
        link=link_to_learning(released.finding, room.url),
        statement=None if released.recalled_on else released.statement,
        on=released.on,
        by=released.by,
        recalled_on=released.recalled_on,
        recalled_reason=released.recalled_reason,
    )
