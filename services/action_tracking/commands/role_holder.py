"""Commands on role holders."""

from contracts.vocabulary.roles import AGENCY_LEAD, BUSINESS_UNIT
from contracts.vocabulary.types import PersonRef
from services.action_tracking.domain.role_holder.appointing import AppointRoleHolder, appoint_role_holder
from services.action_tracking.domain.role_holder.correcting import CorrectRoleHolding, correct_role_holding
from services.action_tracking.domain.role_holder.ending import EndRoleHolding, end_role_holding
from services.action_tracking.domain.role_holder.reaching import ChangeContact, change_contact
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.action_tracking.kinds import ROLE_HOLDER
from services.chassis.room.room import Room, state_of
from services.chassis.room.tables import Command

KEEPS = frozenset({BUSINESS_UNIT, AGENCY_LEAD})


async def roles_of_appointed(room: Room, id_: str, command: AppointRoleHolder) -> list[RoleHolder]:
    """Loads the roles of the person to be appointed."""
    return await _roles_of(room, command.person_ref)


async def roles_of_holder(room: Room, id_: str, command: EndRoleHolding | CorrectRoleHolding) -> list[RoleHolder]:
    """Loads every role of the person whose days change."""
    holder = await state_of(room, ROLE_HOLDER, id_)
    return await _roles_of(room, holder.person_ref) if holder else []


async def _roles_of(room: Room, person: PersonRef) -> list[RoleHolder]:
    return [each.state for each in await room.store.find(ROLE_HOLDER, {"person_ref": person})]


COMMANDS: tuple[Command, ...] = (
    Command(
        "/role-holders",
        ROLE_HOLDER,
        AppointRoleHolder,
        appoint_role_holder,
        KEEPS,
        creates=True,
        facts=roles_of_appointed,
    ),
    Command("/role-holders/{id}/end", ROLE_HOLDER, EndRoleHolding, end_role_holding, KEEPS, facts=roles_of_holder),
    Command(
        "/role-holders/{id}/correction", ROLE_HOLDER, CorrectRoleHolding, correct_role_holding, KEEPS, facts=roles_of_holder
    ),
    Command("/role-holders/{id}/contact", ROLE_HOLDER, ChangeContact, change_contact, KEEPS),
)
