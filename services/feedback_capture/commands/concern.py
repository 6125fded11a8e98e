"""Commands on concerns, and raising one before anything else is decided (FC3)."""

from collections.abc import Callable, Mapping

from contracts.vocabulary.roles import CONCERN_TAKERS
from contracts.vocabulary.types import Id
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room, states_of
from services.chassis.room.tables import Command
from services.chassis.rules.decisions import ANONYMOUS, Decided, Given, derived
from services.chassis.rules.sealed import ERASED
from services.feedback_capture.domain.concern.concluding import ConcludeConcern, conclude_concern
from services.feedback_capture.domain.concern.gathering import KEPT, Crowd, gather, gathering_of
from services.feedback_capture.domain.concern.raising import Saying, raise_concern
from services.feedback_capture.domain.concern.state import MOST, Concern, concern_id, concern_ids
from services.feedback_capture.domain.concern.taking import TakeConcern, take_concern
from services.feedback_capture.kinds import CONCERN

TAKERS = frozenset(CONCERN_TAKERS)


Budget = Callable[[Id], Crowd | None]
"""Counts a concern of a survey. Returns None if it is raised by itself, or else the crowd that it is gathered with."""


def no_budget(survey: Id) -> Crowd | None:
    return None


async def raise_from(
    room: Room,
    said: str,
    texts: Mapping[str, str],
    contact: str | None,
    why: tuple[str, ...],
    where: Mapping[str, object],
    budget: Budget = no_budget,
) -> bool:
    """Raises the concern of a response or contribution, with a copy of its words. `where` holds the fields of its place.

    A repeat of the same words raises no second one. Words that were erased are not brought back. Returns false if so many
    were gathered that its words were counted and not kept, or if this one has raised all the concerns that it can.
    Then a concern of its own counts the rest of the hour.
    """
    known: list[Concern] = [*(await states_of(room, CONCERN, concern_ids(said))).values()]
    if any(each.texts == texts or ERASED in each.texts.values() for each in known):
        return True
    if len(known) == MOST:
        await gathered(room, Crowd(said, refused=False), why, where, said)
        return False
    id_, part_of = concern_id(said, len(known)), None
    if crowd := budget(str(where.get("survey", ""))):
        gathering = await gathered(room, crowd, why, where if crowd.of else {}, said)
        if gathering.gathered > KEPT:
            return False
        part_of = gathering.id
    saying = Saying.model_validate({**where, "why": why, "texts": texts, "contact": contact, "part_of": part_of})

    def decide(state: Concern | None, given: Given) -> Decided[Concern]:
        return raise_concern(state, saying, given)

    cause = Cause(id=derived("raise", id_), name="RaiseConcern", actor=ANONYMOUS)
    saved, _ = await change(room, CONCERN, id_, decide, cause)
    if saved.state.texts != texts:  # other words of the same form took this number at the same moment
        return await raise_from(room, said, texts, contact, why, where)
    return True


async def gathered(
    room: Room, crowd: Crowd, why: tuple[str, ...], where: Mapping[str, object], said: str, more: int = 1
) -> Concern:
    """Counts answers in the concern of their crowd, or in the next one if that has an outcome. Returns that concern."""
    saying = Saying.model_validate({**where, "why": why, "texts": {}})

    def decide(state: Concern | None, given: Given) -> Decided[Concern]:
        return gather(state, saying, given, more)

    first, number = gathering_of(crowd, room.now()), 0
    while True:
        id_ = concern_id(first, number)
        cause = Cause(id=derived("gather", id_, said), name="GatherConcern", actor=ANONYMOUS)
        concern: Concern = (await change(room, CONCERN, id_, decide, cause))[0].state
        if concern.conclusion is None:
            return concern
        number += 1


COMMANDS: tuple[Command, ...] = (
    Command("/concerns/{id}/taken", CONCERN, TakeConcern, take_concern, TAKERS),
    Command("/concerns/{id}/outcome", CONCERN, ConcludeConcern, conclude_concern, TAKERS),
)
