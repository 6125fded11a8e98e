"""Commands on audiences."""

from contracts.vocabulary.roles import AGENCY_LEAD, BUSINESS_UNIT
from services.chassis.room.room import Room
from services.chassis.room.tables import Command
from services.chassis.rules.decisions import Actor
from services.learning_dissemination.domain.audience.declaring import DeclareAudience, declare_audience
from services.learning_dissemination.domain.audience.state import audience_id
from services.learning_dissemination.kinds import AUDIENCE

DECLARES = frozenset({BUSINESS_UNIT, AGENCY_LEAD})


async def identity(room: Room, command: DeclareAudience, actor: Actor) -> str:
    """Returns the same id for each declaration of a segment."""
    return audience_id(command.pair)


COMMANDS: tuple[Command, ...] = (
    Command("/audiences", AUDIENCE, DeclareAudience, declare_audience, DECLARES, creates=True, identity=identity),
)
