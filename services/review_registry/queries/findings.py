"""Findings as people see them, each with its responses, actions and learning (RR4)."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel

from contracts.vocabulary.reviews import FindingKind, Priority, Response
from contracts.vocabulary.types import Code, Count, Id, Link, PersonRef
from services.chassis.room.reading import belonging, totals_belonging
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
from services.review_registry.kinds import ACKNOWLEDGED, ACTION_PROGRESS, DELIVERED, OBLIGATION_PROGRESS, PRODUCT_PROGRESS
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


class ProductShown(ProductProgress):
    """A product that uses a finding, and how often it was delivered."""

    delivered: Count


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
    products: tuple[ProductShown, ...]
    acknowledged: int | None
    """The number of acknowledgements of these products, as published. It is null below the threshold."""


def findings_seen(review: Review, reader: ReadsAs) -> tuple[Finding, ...]:
    """Returns the findings that a reader sees. Agencies see them once they are confirmed."""
    return tuple(each for each in review.findings if each.confirmed_on or reader is not ReadsAs.AGENCY)


async def findings_shown(room: Room, review: Review, actor: Actor) -> list[FindingShown | FindingShared]:
    """Returns the findings of a review that was read already, as the actor sees them. Each kind of fact is one query."""
    reader = reads_as(review, actor)
    findings = findings_seen(review, reader)
    ids = {each.id for each in findings}
    obligations = await by_finding(room, OBLIGATION_PROGRESS, ids)
    actions = await by_finding(room, ACTION_PROGRESS, ids)
    products = await by_finding(room, PRODUCT_PROGRESS, ids)
    of_products = {"product": {each.id for using in products.values() for each in using}}
    delivered = await totals_belonging(room, DELIVERED, of_products, by=("product",))
    acknowledged = await totals_belonging(room, ACKNOWLEDGED, of_products, by=("product",), adding="count")
    found = [
        FindingShown(
            **dict(finding),
            obligations=obligations_seen(review, obligations[finding.id], actor),
            actions=actions_seen(review, actions[finding.id], actor),
            learning=_released_shown(room, latest_release(review.released, finding.id)),
            products=tuple(ProductShown(**dict(each), delivered=delivered.get((each.id,), 0)) for each in products[finding.id]),
            acknowledged=shown(sum(acknowledged.get((each.id,), 0) for each in products[finding.id])),
        )
        for finding in findings
    ]
    return [_shared(each) for each in found] if reader is ReadsAs.AGENCY else list(found)


def _shared(finding: FindingShown) -> FindingShared:
    products = tuple(each for each in finding.products if each.stands)
    return FindingShared.model_validate(finding.model_copy(update={"products": products}), from_attributes=True)


async def by_finding(room: Room, kind: Kind, findings: Collection[str]) -> Mapping[str, Sequence[Any]]:
    """Returns the projections of one kind about each of these findings, which were read already, in one query."""
    found: dict[str, list[Any]] = {each: [] for each in findings}
    for each in await belonging(room, kind, {"findings": set(findings)}):
        for finding in found.keys() & kind.keys(each)["findings"]:
            found[finding].append(each)
    return found


def _released_shown(room: Room, released: Released | None) -> ReleasedShown | None:
    if released is None:
        return None
    return ReleasedShown(
        link=link_to_learning(released.finding, room.url),
        statement=None if released.recalled_on else released.statement,
        on=released.on,
        by=released.by,
        recalled_on=released.recalled_on,
        recalled_reason=released.recalled_reason,
    )
