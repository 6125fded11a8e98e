"""What people read of a theme (RR4): how often it was found, what was done about each finding, and what was heard beside it. Of
reviews that the reader may know of, and no other."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from contracts.framework.setting import Label
from contracts.vocabulary.reviews import FindingKind
from contracts.vocabulary.types import Code, Id, Reference
from services.chassis.http.refusals import not_found
from services.chassis.room.room import Room, given_to, state_of
from services.chassis.rules.decisions import Actor
from services.review_registry.commands import ACTION_PROGRESS, FEEDBACK_HEARD, OBLIGATION_PROGRESS, REVIEW, THEME
from services.review_registry.domain.findings import Finding
from services.review_registry.domain.hearing import FeedbackHeard
from services.review_registry.domain.progress import ActionProgress, ObligationProgress
from services.review_registry.domain.review import Review
from services.review_registry.domain.themes import FoundUnder, Theme, theme_id, within
from services.review_registry.queries import about


class ThemeListed(BaseModel):
    """A theme of the settings."""

    code: Code
    label: str
    count: int
    """How many findings lie in the window that ends today."""
    recurred: bool
    """Whether one of them was once too often."""


class ThemeFinding(BaseModel):
    """A confirmed finding under the theme, and what was done about it."""

    finding: Id
    review: Id
    reference: Reference
    kind: FindingKind
    confirmed_on: date
    learning_statement: str
    recurred: bool
    """Whether this one was once too often."""
    obligations: tuple[ObligationProgress, ...]
    actions: tuple[ActionProgress, ...]


class ThemeShown(ThemeListed):
    """A theme with its findings, oldest first, and how many people spoke of it."""

    findings: tuple[ThemeFinding, ...]
    feedback: tuple[FeedbackHeard, ...]


async def themes(room: Room, actor: Actor) -> list[ThemeListed]:
    """Every theme of the settings."""
    known: dict[str, Theme] = {each.state.code: each.state for each in await room.store.find(THEME, {})}
    reviews = {found.review for theme in known.values() for found in theme.findings}
    seen = {id_ for id_ in sorted(reviews) if await _may_see(room, id_, actor)}
    return [
        _listed(room, label, [found for found in _found(known.get(label.code)) if found.review in seen])
        for label in room.framework.themes
    ]


async def theme(room: Room, actor: Actor, code: str) -> ThemeShown:
    """One theme. Raises a 404 for a code that the settings do not have."""
    label = next((each for each in room.framework.themes if each.code == code), None)
    if label is None:
        raise not_found()
    reviews = [each.state for each in await room.store.find(REVIEW, {"themes": code}) if REVIEW.visible(each.state, actor)]
    ids = {review.id for review in reviews}
    found = _found(await state_of(room, THEME, theme_id(code)))
    recurred = {each.finding for each in found if each.recurred}
    shown = [
        await _finding(room, review, finding, finding.confirmed_on, recurred=finding.id in recurred)
        for review in reviews
        for finding in review.findings
        if code in finding.themes and finding.confirmed_on
    ]
    return ThemeShown(
        **dict(_listed(room, label, [each for each in found if each.review in ids])),
        findings=tuple(sorted(shown, key=lambda each: (each.confirmed_on, each.finding))),
        feedback=tuple(each.state for each in await room.store.find(FEEDBACK_HEARD, {"theme": code})),
    )


def _found(known: Theme | None) -> Sequence[FoundUnder]:
    return known.findings if known else ()


def _listed(room: Room, label: Label, found: Sequence[FoundUnder]) -> ThemeListed:
    today = given_to(room).today
    now = [each for each in found if within(each.on, today, room.framework.recurrence)]
    return ThemeListed(code=label.code, label=label.label, count=len(now), recurred=any(each.recurred for each in now))


async def _may_see(room: Room, review: str, actor: Actor) -> bool:
    document = await room.store.load(REVIEW, review)
    return document.version > 0 and REVIEW.visible(document.state, actor)


async def _finding(room: Room, review: Review, finding: Finding, on: date, *, recurred: bool) -> ThemeFinding:
    return ThemeFinding(
        finding=finding.id,
        review=review.id,
        reference=review.reference,
        kind=finding.kind,
        confirmed_on=on,
        learning_statement=finding.learning_statement,
        recurred=recurred,
        obligations=await about(room, OBLIGATION_PROGRESS, finding.id),
        actions=await about(room, ACTION_PROGRESS, finding.id),
    )
