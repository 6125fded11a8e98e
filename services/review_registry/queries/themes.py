"""Themes as people see them: how often each was found, and what followed (RR4). Only reviews that the reader may know count."""

from collections.abc import Collection, Sequence
from datetime import date

from pydantic import BaseModel

from contracts.framework.setting import Label
from contracts.vocabulary.reviews import FindingKind
from contracts.vocabulary.types import Code, Id, Reference
from services.chassis.http.refusals import not_found
from services.chassis.room.reading import Reader, belonging, known_among, read_all, read_one
from services.chassis.room.room import Room, given_to
from services.chassis.rules.decisions import Actor
from services.review_registry.domain.others.actions import ActionProgress
from services.review_registry.domain.others.feedback import FeedbackHeard
from services.review_registry.domain.others.obligations import ObligationProgress
from services.review_registry.domain.review.state import ReviewHead
from services.review_registry.domain.theme import FoundUnder, Theme, theme_id, within
from services.review_registry.kinds import ACTION_PROGRESS, FEEDBACK_HEARD, OBLIGATION_PROGRESS, REVIEW, THEME
from services.review_registry.queries.findings import by_finding
from services.review_registry.queries.sharing import ActionShared, actions_seen, obligations_seen


class ThemeListed(BaseModel):
    """A theme of the framework."""

    code: Code
    label: str
    count: int
    """The number of problems found in the window that ends today."""
    good_practice: int
    """The number of findings of good practice in the same window."""
    recurred: bool
    """Whether one of them made the theme recur."""


class ThemeFinding(BaseModel):
    """A confirmed finding under the theme, with its responses and actions."""

    finding: Id
    review: Id
    reference: Reference
    kind: FindingKind
    confirmed_on: date
    learning_statement: str
    recurred: bool
    """Whether this finding made the theme recur."""
    obligations: tuple[ObligationProgress, ...]
    actions: tuple[ActionProgress | ActionShared, ...]


class ThemeShown(ThemeListed):
    """A theme with its findings, oldest first, and the number of people who spoke about it."""

    findings: tuple[ThemeFinding, ...]
    feedback: tuple[FeedbackHeard, ...]


async def themes_listed(room: Room, actor: Actor) -> list[ThemeListed]:
    """Returns every theme of the framework."""
    reader = Reader(actor)
    themes: dict[str, Theme] = {each.code: each for each in await read_all(room, THEME, reader, {})}
    known = await known_among(room, {found.review for theme in themes.values() for found in theme.findings}, reader)
    return [
        _listed(room, label, [found for found in _found(themes.get(label.code)) if found.review in known])
        for label in room.framework.themes
    ]


async def theme_shown(room: Room, actor: Actor, code: str) -> ThemeShown:
    """Returns one theme. Raises a 404 if the framework does not have it."""
    label = next((each for each in room.framework.themes if each.code == code), None)
    if label is None:
        raise not_found()
    reader = Reader(actor)
    reviews: list[ReviewHead] = await read_all(room, REVIEW, reader, {"themes": code}, part=ReviewHead)
    document = await read_one(room, THEME, theme_id(code), reader)
    known = {review.id for review in reviews}
    found = [each for each in _found(document.state if document else None) if each.review in known]
    return ThemeShown(
        **dict(_listed(room, label, found)),
        findings=await _findings(room, code, reviews, actor, {each.finding for each in found if each.recurred}),
        feedback=tuple(await belonging(room, FEEDBACK_HEARD, {"theme": code})),
    )


def _found(theme: Theme | None) -> Sequence[FoundUnder]:
    return theme.findings if theme else ()


def _listed(room: Room, label: Label, found: Sequence[FoundUnder]) -> ThemeListed:
    today = given_to(room).today
    recent = [each for each in found if within(each.on, today, room.framework.recurrence)]
    problems = [each for each in recent if not each.good]
    return ThemeListed(
        code=label.code,
        label=label.label,
        count=len(problems),
        good_practice=len(recent) - len(problems),
        recurred=any(each.recurred for each in problems),
    )


async def _findings(
    room: Room, code: str, reviews: Sequence[ReviewHead], actor: Actor, recurred: Collection[str]
) -> tuple[ThemeFinding, ...]:
    """Returns the confirmed findings of these reviews under a theme, oldest first. Each kind of fact is one query."""
    under = [
        (finding.confirmed_on, review, finding)
        for review in reviews
        for finding in review.findings
        if code in finding.themes and finding.confirmed_on
    ]
    ids = {finding.id for _, _, finding in under}
    obligations = await by_finding(room, OBLIGATION_PROGRESS, ids)
    actions = await by_finding(room, ACTION_PROGRESS, ids)
    return tuple(
        ThemeFinding(
            finding=finding.id,
            review=review.id,
            reference=review.reference,
            kind=finding.kind,
            confirmed_on=on,
            learning_statement=finding.learning_statement,
            recurred=finding.id in recurred,
            obligations=obligations_seen(review, obligations[finding.id], actor),
            actions=actions_seen(review, actions[finding.id], actor),
        )
        for on, review, finding in sorted(under, key=lambda each: (each[0], each[2].id))
    )
