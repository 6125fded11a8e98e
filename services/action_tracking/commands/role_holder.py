"""Commands on role holders."""

from contracts.vocabulary.roles import AGENCY_LEAD, BUSINESS_UNIT
from services.action_tracking.domain.role_holder.appointing import AppointRoleHolder, appoint_role_holder
from services.action_tracking.domain.role_holder.ending import EndRoleHolding, end_role_holding
from services.action_tracking.kinds import ROLE_HOLDER
from services.chassis.room.room import Room
from services.chassis.room.tables import Command

KEEPS = frozenset({BUSINESS_UNIT, AGENCY_LEAD})


async def address_sealed(room: Room, id_: str, command: AppointRoleHolder) -> AppointRoleHolder:
    """Encrypts the address, so that it is never stored in the clear."""
    if command.address is None:
        return command
    return command.model_copy(update={"address": room.keyring.seal(command.address.encode())})


COMMANDS: tuple[Command, ...] = (
    Command("/role-holders", ROLE_HOLDER, AppointRoleHolder, appoint_role_holder, KEEPS, creates=True, prepare=address_sealed),
    Command("/role-holders/{id}/end", ROLE_HOLDER, EndRoleHolding, end_role_holding, KEEPS),
)
