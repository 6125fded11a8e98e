"""Recipients of notices: the people in a role on the day, and those above them if no one can be reached (AT5).

The owner and the lead belong to the agency asked. Every other role is the partnership's, whichever agency its holders act for.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.framework.document import Rung
from contracts.vocabulary.types import Code, PersonRef
from services.action_tracking.domain.notices.table import LEAD, OWNER, Notice
from services.action_tracking.domain.role_holder.state import RoleHolder, holders, holds_on

ROLES_OF_AN_AGENCY = frozenset({OWNER, LEAD})


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who is notified, the role, and the role asked first if no one in it could be reached."""

    person_ref: PersonRef
    role: Code
    agency: Code
    instead_of: Code | None = None


def recipients_of(notice: Notice, directory: Sequence[RoleHolder], day: date, ladder: Sequence[Rung]) -> tuple[Recipient, ...]:
    """Returns the people in the role that day who can be reached.

    If there are none, returns those of the next rung up that has any. Above the top, the search goes down the partnership's
    rungs.
    """
    people = in_role(notice, notice.role, directory, day)
    if people:
        return people
    for rung in _instead(notice.role, ladder):
        people = tuple(each for role in rung.to for each in in_role(notice, role, directory, day))
        if people:
            return people
    return ()


def _instead(role: Code, ladder: Sequence[Rung]) -> Iterator[Rung]:
    """Yields the rungs from the role's last one upwards, then downwards. A role on no rung falls to the partnership's."""
    standing = [place for place, rung in enumerate(ladder) if role in rung.to]
    own = standing[-1] if standing else 0
    yield from (rung for rung in ladder[own:] if standing or _of_partnership(rung))
    yield from (rung for rung in reversed(ladder[:own]) if _of_partnership(rung))


def _of_partnership(rung: Rung) -> bool:
    return ROLES_OF_AN_AGENCY.isdisjoint(rung.to)


def in_role(notice: Notice, role: Code, directory: Sequence[RoleHolder], day: date) -> tuple[Recipient, ...]:
    """Returns the holders of this role that day who can be reached, or a deputy for a holder without an address."""
    instead_of = None if role == notice.role else notice.role
    found: dict[PersonRef, Recipient] = {}
    for holder in _sought(notice, role, directory, day):
        person = _addressed(holder, directory, day)
        if person and holder.agency != notice.not_of:
            found.setdefault(person, Recipient(person, role, holder.agency, instead_of))
    return tuple(found.values())


def _sought(notice: Notice, role: Code, directory: Sequence[RoleHolder], day: date) -> Iterable[RoleHolder]:
    """Returns the holders to look at. For the owner: the person named, in any role there, else the role named."""
    if role == OWNER and notice.owner and notice.owner.person_ref:
        return [each for each in directory if _is(each, notice.owner.person_ref, day) and each.agency == notice.agency]
    if role == OWNER and notice.owner and notice.owner.role:
        return holders(notice.owner.role, notice.agency, day, directory)
    return holders(role, notice.agency if role in ROLES_OF_AN_AGENCY else None, day, directory)


def _addressed(holder: RoleHolder, directory: Sequence[RoleHolder], day: date) -> PersonRef | None:
    """Returns the holder or else the deputy, if that person has an address."""
    for person in (holder.person_ref, holder.deputy_ref):
        if person and any(each.address for each in directory if _is(each, person, day)):
            return person
    return None


def _is(holder: RoleHolder, person: PersonRef, day: date) -> bool:
    return holder.person_ref == person and holds_on(holder, day)
