"""Recipients of notices: the people in a role on the day, and those above them if no one can be reached (AT5).

The owner and the lead belong to the agency asked, or to the one that took over from it. Every other role is the
partnership's, whichever agency its holders act for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from contracts.framework.document import Framework, Rung
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code, PersonRef
from services.action_tracking.domain.action.head import Owner
from services.action_tracking.domain.notices.table import LEAD, OWNER, UNIT, Notice
from services.action_tracking.domain.role_holder.state import RoleHolder, holds_on
from services.chassis.rules.agencies import answers_for

ROLES_OF_AN_AGENCY = frozenset({OWNER, LEAD})


@dataclass(frozen=True, slots=True)
class Recipient:
    """A person who is notified, the role, and the role asked first if no one in it could be reached."""

    person_ref: PersonRef
    role: Code
    agency: Code
    instead_of: Code | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """A place in which people are sought: a role, or one person in any role. With `agency`, there and in its successor."""

    role: Code | None = None
    person_ref: PersonRef | None = None
    agency: Code | None = None


def recipients_of(notice: Notice, directory: Sequence[RoleHolder], day: date, framework: Framework) -> tuple[Recipient, ...]:
    """Returns the people in the role that day who can be reached.

    If there are none, returns those of the next rung up that has any. Above the top, the search goes down the partnership's
    rungs. A notice to those who decide is sought on their ladder first.
    """
    people = in_role(notice, notice.role, directory, day, framework)
    if people:
        return people
    for rung in rungs_instead(notice, framework):
        people = tuple(each for role in rung.to for each in in_role(notice, role, directory, day, framework))
        if people:
            return people
    return ()


def rungs_instead(notice: Notice, framework: Framework) -> Iterator[Rung]:
    """Yields the rungs to try in turn: those of the notice's own ladder, then of the other one."""
    if notice.decides:
        yield from _around(notice.role, framework.waiting.ladder)
    yield from _around(notice.role, framework.ladder)


def _around(role: Code, ladder: Sequence[Rung]) -> Iterator[Rung]:
    """Yields the rungs from the role's last one upwards, then downwards. A role on no rung falls to the partnership's."""
    standing = [place for place, rung in enumerate(ladder) if role in rung.to]
    own = standing[-1] if standing else 0
    yield from (rung for rung in ladder[own:] if standing or _of_partnership(rung))
    yield from (rung for rung in reversed(ladder[:own]) if _of_partnership(rung))


def _of_partnership(rung: Rung) -> bool:
    return ROLES_OF_AN_AGENCY.isdisjoint(rung.to)


def in_role(
    notice: Notice, role: Code, directory: Sequence[RoleHolder], day: date, framework: Framework
) -> tuple[Recipient, ...]:
    """Returns the holders of this role that day who can be reached, or a deputy for a holder without an address.

    Leaves out people who act for an agency that the notice keeps out, also as a deputy.
    """
    instead_of = None if role == notice.role else notice.role
    for place in places(notice, role):
        found: dict[PersonRef, Recipient] = {}
        for holder in (each for each in directory if _is_at(place, each, day, framework)):
            person = _addressed(holder, directory, day)
            if person and not _kept_out(person, holder, notice, directory, day, framework):
                found.setdefault(person, Recipient(person, role, holder.agency, instead_of))
        if found:
            return tuple(found.values())
    return ()


def places(notice: Notice, role: Code) -> Iterator[Place]:
    """Yields the places to look at, in turn. For the owner: the person named, in any role there, then the role named."""
    if role not in ROLES_OF_AN_AGENCY:
        yield Place(role)
        return
    owner = (notice.owner if role == OWNER else None) or Owner(agency=notice.agency)
    if owner.person_ref:
        yield Place(person_ref=owner.person_ref, agency=notice.agency)
    if owner.role:
        yield Place(owner.role, agency=notice.agency)
    if not owner.person_ref and not owner.role:
        yield Place(UNIT if notice.agency == PARTNERSHIP else role, agency=notice.agency)


def _is_at(place: Place, holder: RoleHolder, day: date, framework: Framework) -> bool:
    """Returns true if the holder is at the place on that day."""
    return (
        place.role in (None, holder.role)
        and place.person_ref in (None, holder.person_ref)
        and (place.agency is None or answers_for(holder.agency, place.agency, framework, day))
        and holds_on(holder, day)
    )


def _kept_out(
    person: PersonRef, holder: RoleHolder, notice: Notice, directory: Sequence[RoleHolder], day: date, framework: Framework
) -> bool:
    """Returns true if the holder acts for an agency kept out, or for its successor, or the deputy does in any role."""

    def is_out(each: RoleHolder) -> bool:
        return any(answers_for(each.agency, agency, framework, day) for agency in notice.not_of)

    return is_out(holder) or (person != holder.person_ref and any(is_out(each) for each in directory if _is(each, person, day)))


def _addressed(holder: RoleHolder, directory: Sequence[RoleHolder], day: date) -> PersonRef | None:
    """Returns the holder or else the deputy, if that person has an address."""
    for person in (holder.person_ref, holder.deputy_ref):
        if person and any(each.address for each in directory if _is(each, person, day)):
            return person
    return None


def _is(holder: RoleHolder, person: PersonRef, day: date) -> bool:
    return holder.person_ref == person and holds_on(holder, day)
