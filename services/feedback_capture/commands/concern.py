"""Commands on concerns (FC3)."""

from contracts.vocabulary.roles import CONCERN_TAKERS
from services.chassis.room.erasure import sealed
from services.chassis.room.room import Room
from services.chassis.room.tables import Command
from services.feedback_capture.domain.concern.concluding import ConcludeConcern, conclude_concern
from services.feedback_capture.domain.concern.taking import TakeConcern, take_concern
from services.feedback_capture.kinds import CONCERN

TAKERS = frozenset(CONCERN_TAKERS)


async def seal_reason(room: Room, id_: str, command: ConcludeConcern) -> ConcludeConcern:
    """Seals the reason under the concern's own key. It is stored in no other way."""
    return command.model_copy(update={"reason": await sealed(room, id_, command.reason)}) if command.reason else command


COMMANDS: tuple[Command, ...] = (
    Command("/concerns/{id}/taken", CONCERN, TakeConcern, take_concern, TAKERS),
    Command("/concerns/{id}/outcome", CONCERN, ConcludeConcern, conclude_concern, TAKERS, prepare=seal_reason),
)
