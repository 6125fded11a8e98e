"""Role holders as people see them: the directory, without addresses (AT5)."""

from datetime import date

from pydantic import BaseModel

from contracts.vocabulary.types import Code, Id, PersonRef
from services.action_tracking.domain.role_holder.state import Correction, RoleHolder
from services.action_tracking.kinds import ROLE_HOLDER
from services.action_tracking.queries.codes import agencies, roles
from services.chassis.http.listings import Filter, Listing
from services.chassis.rules.decisions import Given


class RoleHolderShown(BaseModel):
    """A person in a role, and whether messages can reach them. Addresses are never shown."""

    id: Id
    role: Code
    agency: Code
    person_ref: PersonRef
    from_day: date
    to_day: date | None
    deputy_ref: PersonRef | None
    corrections: tuple[Correction, ...]
    reachable: bool


def role_holder_shown(holder: RoleHolder, given: Given) -> RoleHolderShown:
    """Returns a role holder as people see it."""
    shown = {name: value for name, value in holder if name != "address"}
    return RoleHolderShown(**shown, reachable=holder.address is not None)


ROLE_HOLDERS = Listing(
    ROLE_HOLDER,
    filters={
        "agency": Filter("agency", "the code of an agency", among=agencies),
        "role": Filter("role", "the code of a role", among=roles),
    },
)
