"""The directory of role holders over HTTP."""

from fastapi import APIRouter

from services.action_tracking.api.readers import DIRECTORY_READER
from services.action_tracking.queries.role_holders import ROLE_HOLDERS, RoleHolderShown, role_holder_shown
from services.chassis.http.listings import add_list, each
from services.chassis.room.room import Room


def router(room: Room) -> APIRouter:
    """Returns the routes of role holders."""
    routes = APIRouter(tags=["directory"])
    add_list(
        routes,
        room,
        "/role-holders",
        ROLE_HOLDERS,
        each(role_holder_shown),
        model=RoleHolderShown,
        actor=DIRECTORY_READER,
        operation_id="ListRoleHolders",
        summary="The people in each role, and whether messages can reach them (AT5)",
    )
    return routes
