"""Commands on concerns, and raising one before anything else is decided (FC3)."""

from collections.abc import Mapping

from contracts.vocabulary.roles import CONCERN_TAKERS
from services.chassis.room.change import change
from services.chassis.room.room import Cause, Room
from services.chassis.room.tables import Command
from services.chassis.rules.decisions import ANONYMOUS, Decided, Given, derived
from services.chassis.rules.sealed import ERASED
from services.feedback_capture.domain.concern.concluding import ConcludeConcern, conclude_concern
from services.feedback_capture.domain.concern.raising import Saying, raise_concern
from services.feedback_capture.domain.concern.state import Concern, concern_id
from services.feedback_capture.domain.concern.taking import TakeConcern, take_concern
from services.feedback_capture.facts import concerns_of
from services.feedback_capture.kinds import CONCERN

TAKERS = frozenset(CONCERN_TAKERS)


async def raise_from(
    room: Room, said: str, texts: Mapping[str, str], contact: str | None, why: tuple[str, ...], where: Mapping[str, object]
) -> None:
    """Raises the concern of a response or contribution, with a copy of its words. `where` holds the fields of its place.

    A repeat of the same words raises no second one. Words that were erased are not brought back.
    """
    known = await concerns_of(room, said)
    if any(each.texts == texts or ERASED in each.texts.values() for each in known):
        return
    id_ = concern_id(said, len(known))
    saying = Saying.model_validate({**where, "why": why, "texts": texts, "contact": contact})

    def decide(state: Concern | None, given: Given) -> Decided[Concern]:
        return raise_concern(state, saying, given)

    await change(room, CONCERN, id_, decide, Cause(id=derived("raise", id_), name="RaiseConcern", actor=ANONYMOUS))


COMMANDS: tuple[Command, ...] = (
    Command("/concerns/{id}/taken", CONCERN, TakeConcern, take_concern, TAKERS),
    Command("/concerns/{id}/outcome", CONCERN, ConcludeConcern, conclude_concern, TAKERS),
)
