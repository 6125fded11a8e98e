"""Gathering answers at risk that come in a flood: one concern speaks for all of them, so that one message goes out (FC3)."""

from datetime import datetime
from typing import NamedTuple

from contracts.events.feedback_capture import ImmediateConcernRaised
from contracts.vocabulary.feedback import Urgency
from contracts.vocabulary.types import Id
from services.chassis.rules.decisions import Decided, Given, derived
from services.feedback_capture.domain.concern.chasing import link_to
from services.feedback_capture.domain.concern.raising import Saying
from services.feedback_capture.domain.concern.state import Concern

KEPT = 30
"""Answers whose words are kept. A person can read so many in an hour."""
MOST = 1000
"""Answers that are counted. A larger count would say no more."""


class Crowd(NamedTuple):
    """Answers that are gathered together: of one survey, of one form that has raised all the concerns it can, or of all.

    Those that a rate refused gather apart, so that a flood leaves room for the others.
    """

    of: Id
    """The survey or the form. Empty for all."""
    refused: bool


def hour_of(now: datetime) -> str:
    """Returns the hour in which answers gather."""
    return f"{now:%Y-%m-%dT%H}"


def gathering_of(crowd: Crowd, now: datetime) -> Id:
    """Derives the id under which the concerns of a crowd in this hour are numbered."""
    return derived("gathering", hour_of(now), str(crowd.refused), crowd.of)


REFUSED = Crowd("", refused=True)
"""Answers that a rate refused. They gather in one concern for all surveys."""


def gather(state: Concern | None, saying: Saying, given: Given, more: int = 1) -> Decided[Concern]:
    """Counts more answers. The first raises the concern. One that has an outcome counts no more."""
    if state is None:
        concern = Concern(**dict(saying), id=given.id, urgency=Urgency.NOW, raised_at=given.now, gathered=min(more, MOST))
        raised = ImmediateConcernRaised(
            concern=given.id, urgency=Urgency.NOW, link=link_to(concern, given), kept_from=saying.kept_from
        )
        return Decided(concern, (raised,))
    if state.conclusion or state.gathered >= MOST:
        return Decided(state)
    why = tuple(dict.fromkeys((*state.why, *saying.why)))
    return Decided(state.model_copy(update={"gathered": min(state.gathered + more, MOST), "why": why}))


def not_kept(concern: Concern) -> int:
    """Returns the number of answers that were counted without their words."""
    return max(0, concern.gathered - KEPT)
