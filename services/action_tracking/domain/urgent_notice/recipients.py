"""Recipients of an urgent notice: the holders of each rung's roles on the day (AT5)."""

from collections.abc import Sequence
from datetime import date

from contracts.framework.document import Framework
from contracts.vocabulary.roles import PARTNERSHIP
from contracts.vocabulary.types import Code
from services.action_tracking.domain.notices.recipients import in_role
from services.action_tracking.domain.notices.sought import Keys, Sought
from services.action_tracking.domain.notices.table import Notice
from services.action_tracking.domain.role_holder.state import RoleHolder, holds_on
from services.action_tracking.domain.urgent_notice.state import Outcome, Step, UrgentNotice, UrgentRecipient
from services.chassis.rules.decisions import derived


def recipients_of(
    notice: UrgentNotice, directory: Sequence[RoleHolder], day: date, framework: Framework
) -> dict[Code, tuple[UrgentRecipient, ...]]:
    """Returns the people of each step that the last ring started: role holders of that day who can be reached."""
    found: dict[Code, tuple[UrgentRecipient, ...]] = {}
    started = _started(notice)
    unreached: tuple[Code, ...] = ()
    for step in notice.steps:
        if step in started:
            found[step.code] = _people(step, directory, day, unreached, notice.kept_from, framework)
        nobody = not found[step.code] if step.code in found else step.outcome is Outcome.NOBODY
        unreached = (*unreached, *step.to) if nobody else ()
    return found


def sought_on(notice: UrgentNotice) -> list[Sought]:
    """Returns the roles of the steps that the last ring started, each with the notice to it."""
    return [(_asked(role, notice.kept_from), role) for step in _started(notice) for role in step.to]


def insiders_sought(notice: UrgentNotice) -> list[Keys]:
    """Returns the keys of the holders who act for the agency that the concern is kept from."""
    return [{"agency": frozenset({notice.kept_from})}] if notice.kept_from else []


def _started(notice: UrgentNotice) -> list[Step]:
    latest = max((step.at for step in notice.steps), default=None)
    return [step for step in notice.steps if step.outcome is Outcome.SENDING and step.at == latest]


def _asked(role: Code, kept_from: Code | None) -> Notice:
    return Notice(role, "look-at-concern", PARTNERSHIP, not_of=(kept_from,) if kept_from else ())


def _people(
    step: Step,
    directory: Sequence[RoleHolder],
    day: date,
    unreached: tuple[Code, ...],
    kept_from: Code | None,
    framework: Framework,
) -> tuple[UrgentRecipient, ...]:
    """Returns each person once, however many roles they hold. Those notified in an earlier try stay notified.

    Leaves out each person who acts for the agency that the concern is kept from, also as a deputy or in another role.
    """
    acting = [each for each in directory if kept_from and each.agency == kept_from and holds_on(each, day)]
    insiders = {ref for each in acting for ref in (each.person_ref, each.deputy_ref)}
    people = {each.person_ref: each for each in step.told if each.outcome is Outcome.SENT}
    for role in step.to:
        for each in in_role(_asked(role, kept_from), role, directory, day, framework):
            if each.person_ref in insiders:
                continue
            id_ = derived(step.message_id, each.person_ref)
            recipient = UrgentRecipient(
                person_ref=each.person_ref, role=role, agency=each.agency, message_id=id_, instead_of=unreached
            )
            people.setdefault(each.person_ref, recipient)
    return tuple(people.values())
