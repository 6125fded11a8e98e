"""Contributions, for the few who may read them (FC2)."""

from collections.abc import Sequence
from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.roles import FACILITATOR
from contracts.vocabulary.types import Code, Id
from services.chassis.http.listings import Filter, Listing
from services.chassis.room.erasure import opened
from services.chassis.room.reading import Reader, read_all
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor, Given
from services.chassis.rules.detectors import masked
from services.feedback_capture.domain.access import is_business_unit
from services.feedback_capture.domain.contribution.state import Contribution, ContributionStatus, hearer_of
from services.feedback_capture.kinds import CONTRIBUTION, INVOLVEMENT

CONTRIBUTIONS = Listing(
    CONTRIBUTION,
    filters={
        "review": Filter("review", "the id of a review"),
        "status": Filter("status", "a status", among=ContributionStatus),
    },
)


class ContributionShown(BaseModel):
    """A contribution, without the person who gave it. The words are absent in answers to commands, and once withdrawn."""

    id: Id
    review: Id
    group: Code
    given_on: date
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
    return ContributionShown(**kept | {"words": None, "wants_changed": None})


async def contribution_reader(room: Room, actor: Actor) -> Reader:
    """Returns the actor as a reader. A facilitator reads the contributions of the reviews that name them."""
    if not actor.holds(FACILITATOR):
        return Reader(actor)
    named_in = await read_all(room, INVOLVEMENT, Reader(actor), {"facilitators": actor.person_ref})
    return Reader(actor, frozenset(hearer_of(each.id) for each in named_in))


async def contributions_opened(room: Room, contributions: Sequence[Contribution], given: Given) -> list[ContributionShown]:
    """Opens the words. A person who only gave one reads it with identifying details masked."""
    return [await _opened(room, each, given) for each in contributions]


async def _opened(room: Room, contribution: Contribution, given: Given) -> ContributionShown:
    unmasked = is_business_unit(given.actor) or given.actor.holds(FACILITATOR)
    texts: dict[str, str | None] = {}
    for name in ("words", "wants_changed"):
        value = getattr(contribution, name)
        given_still = contribution.status is ContributionStatus.GIVEN
        text = await opened(room, contribution.id, value) if given_still and value is not None else None
        texts[name] = text if text is None or unmasked else masked(text)
    return contribution_shown(contribution, given).model_copy(update=texts)
