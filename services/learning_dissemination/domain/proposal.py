"""What a thematic product could draw on (LD2): the points of a theme from several reviews, what was done, whether it held, and
how often it came back."""

from collections.abc import Iterable, Mapping

from pydantic import BaseModel

from contracts.vocabulary.types import Code, Id
from services.learning_dissemination.domain.heard import Heard
from services.learning_dissemination.domain.known_action import KnownAction
from services.learning_dissemination.domain.point import LearningPoint, PointSource

REVIEWS_NEEDED = 2


class FromReview(BaseModel):
    """What one review has on the theme, and the actions that answered its findings."""

    review: Id
    points: tuple[LearningPoint, ...]
    actions: tuple[KnownAction, ...]


class Proposal(BaseModel):
    theme: Code
    says: str
    """In a sentence, whether there is enough."""
    reviews: tuple[FromReview, ...] = ()
    """None where the points come from fewer than two reviews."""
    recurred: int = 0
    """How often the theme came back."""
    heard: tuple[Heard, ...] = ()
    """What people said on the theme, a period each: who needs to learn."""


def propose(
    theme: str,
    points: Iterable[LearningPoint],
    reviews_of: Mapping[str, str],
    actions: Iterable[KnownAction],
    heard: Iterable[Heard],
) -> Proposal:
    """`reviews_of` gives the review of each finding, as far as it is known. Withdrawn points are left out."""
    usable = [point for point in points if theme in point.themes and not point.withdrawn]
    actions = list(actions)
    found = {
        review: [each for each in usable if review in reviews_behind(each, reviews_of)] for review in _all(usable, reviews_of)
    }
    recurred = sum(point.source is PointSource.RECURRENCE for point in usable)
    told = tuple(sorted(heard, key=lambda each: each.period))
    if len(found) < REVIEWS_NEEDED:
        sentence = "Learning points of this theme from two reviews or more are needed; there are not so many yet."
        return Proposal(theme=theme, says=sentence, recurred=recurred, heard=told)
    return Proposal(
        theme=theme,
        says=f"{len(found)} reviews have learning points of this theme.",
        reviews=tuple(_from(review, of_it, reviews_of, actions) for review, of_it in found.items()),
        recurred=recurred,
        heard=told,
    )


def reviews_behind(point: LearningPoint, reviews_of: Mapping[str, str]) -> tuple[str, ...]:
    """The reviews that a point comes from: its own, or those of the findings it is about."""
    if point.review:
        return (point.review,)
    return tuple(dict.fromkeys(reviews_of[finding] for finding in point.findings if finding in reviews_of))


def _from(review: str, points: list[LearningPoint], reviews_of: Mapping[str, str], actions: list[KnownAction]) -> FromReview:
    findings = {finding for point in points for finding in point.findings if reviews_of.get(finding, point.review) == review}
    answered = tuple(action for action in actions if findings & set(action.findings))
    return FromReview(review=review, points=tuple(points), actions=answered)


def _all(points: Iterable[LearningPoint], reviews_of: Mapping[str, str]) -> list[str]:
    return sorted({review for point in points for review in reviews_behind(point, reviews_of)})
