"""Proposes a thematic product: the points of a theme, the actions behind them, and the recurrences (LD2)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pydantic import BaseModel

from contracts.vocabulary.types import Code, Id
from services.learning_dissemination.domain.others.actions import KnownAction
from services.learning_dissemination.domain.others.feedback import Heard
from services.learning_dissemination.domain.point.state import LearningPoint, PointSource, reviews_behind

REVIEWS_NEEDED = 2


class FromReview(BaseModel):
    """One review's points on the theme, and the actions that answered its findings."""

    review: Id
    points: tuple[LearningPoint, ...]
    actions: tuple[KnownAction, ...]


class Proposal(BaseModel):
    """The material for a thematic product."""

    theme: Code
    says: str
    """A sentence on whether the material suffices."""
    reviews: tuple[FromReview, ...] = ()
    """The reviews; empty if the points come from fewer than two."""
    recurred: int = 0
    """The number of recurrences of the theme."""
    heard: tuple[Heard, ...] = ()
    """The feedback on the theme by period, which shows where learning is needed."""


def propose(
    theme: str,
    points: Iterable[LearningPoint],
    reviews_of: Mapping[str, str],
    actions: Iterable[KnownAction],
    heard: Iterable[Heard],
) -> Proposal:
    """Returns the proposal. `reviews_of` gives the review of each finding, if known. Withdrawn points are left out."""
    usable = [point for point in points if theme in point.themes and not point.withdrawn]
    found: defaultdict[str, list[LearningPoint]] = defaultdict(list)
    for point in usable:
        for review in reviews_behind(point, reviews_of):
            found[review].append(point)
    recurred = sum(point.source is PointSource.RECURRENCE for point in usable)
    by_period = tuple(sorted(heard, key=lambda each: each.period))
    if len(found) < REVIEWS_NEEDED:
        sentence = "A thematic product needs learning points from at least two reviews. This theme does not have them yet."
        return Proposal(theme=theme, says=sentence, recurred=recurred, heard=by_period)
    answers = _by_finding(actions)
    return Proposal(
        theme=theme,
        says=f"{len(found)} reviews have learning points on this theme.",
        reviews=tuple(_from(review, found[review], reviews_of, answers) for review in sorted(found)),
        recurred=recurred,
        heard=by_period,
    )


def _by_finding(actions: Iterable[KnownAction]) -> Mapping[str, list[KnownAction]]:
    """Returns the actions that answer each finding."""
    found: defaultdict[str, list[KnownAction]] = defaultdict(list)
    for action in actions:
        for finding in action.findings:
            found[finding].append(action)
    return found


def _from(
    review: str, points: list[LearningPoint], reviews_of: Mapping[str, str], answers: Mapping[str, list[KnownAction]]
) -> FromReview:
    """Returns what one review gives: its points, and each action once that answers one of its findings."""
    named = dict.fromkeys(
        finding for point in points for finding in point.findings if _of(finding, point, reviews_of) == review
    )
    answered = {action.id: action for finding in named for action in answers.get(finding, ())}
    return FromReview(review=review, points=tuple(points), actions=tuple(answered.values()))


def _of(finding: str, point: LearningPoint, reviews_of: Mapping[str, str]) -> str | None:
    return reviews_of.get(finding, point.review)
