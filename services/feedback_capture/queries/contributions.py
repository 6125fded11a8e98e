"""Contributions, for the few who may read them (FC2)."""

import json
from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.roles import FACILITATOR
from contracts.vocabulary.types import Code, Id
from services.chassis.http.listings import Filter, Listing
from services.chassis.room.aside import aside
from services.chassis.room.erasure import opened
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Given
from services.chassis.rules.detectors import masked
from services.feedback_capture.domain.access import is_business_unit
from services.feedback_capture.domain.contribution.state import Contribution, ContributionStatus
from services.feedback_capture.kinds import CONTRIBUTION

CONTRIBUTIONS = Listing(
    CONTRIBUTION,
    filters={
        "review": Filter("review", "the id of a review"),
        "status": Filter("status", "a status", among=ContributionStatus),
    },
)


class ContributionShown(BaseModel):
    """A contribution, without the person who gave it.

    Words and themes are absent in answers to commands, and once it is withdrawn.
    """

    id: Id
    review: Id
    group: Code
    given_on: date
    recorded_on: date
    read_on: date | None
    in_own_words: bool
    words: str | None
    wants_changed: str | None
    themes: tuple[Code, ...]
    quote_consent: bool
    told_what_is_published: bool
    no_blame_acknowledged: bool
    status: ContributionStatus


def contribution_shown(contribution: Contribution, given: Given) -> ContributionShown:
    kept = {name: value for name, value in contribution if name in ContributionShown.model_fields}
    return ContributionShown(**kept | {"words": None, "wants_changed": None, "themes": ()})


async def contributions_opened(room: Room, contributions: Sequence[Contribution], given: Given) -> list[ContributionShown]:
    """Opens the words. A person who only gave one reads it with identifying details masked."""
    return [await _opened(room, each, given) for each in contributions]


async def _opened(room: Room, contribution: Contribution, given: Given) -> ContributionShown:
    unmasked = is_business_unit(given.actor) or given.actor.holds(FACILITATOR)
    shown = contribution_shown(contribution, given)
    if contribution.status is not ContributionStatus.GIVEN:
        return shown
    texts = {name: await _text(room, contribution.id, getattr(contribution, name)) for name in ("words", "wants_changed")}
    themes = await _text(room, contribution.id, contribution.themes)
    seen = texts if unmasked else {name: await aside(masked, text) if text else text for name, text in texts.items()}
    return shown.model_copy(update=seen | {"themes": tuple(json.loads(themes)) if themes else ()})


async def _text(room: Room, owner: Id, value: str | None) -> str | None:
    return None if value is None else await opened(room, owner, value)
