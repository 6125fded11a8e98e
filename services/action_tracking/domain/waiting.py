"""What a thing waits for: of whom, since when, and by when. Computed from its state, never stored (AT4).

Alarm, ladder, BRAG, lists and notices all read this one value. Agencies are chased by the framework's ladder, and those
who decide for the partnership by a ladder of their own.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from pydantic import AwareDatetime

from contracts.framework.document import Framework, Rung
from contracts.vocabulary.actions import Asked
from contracts.vocabulary.roles import DECIDER, PARTNERSHIP, SCRUTINEER
from contracts.vocabulary.types import Code
from services.action_tracking.domain.ladder import Reached, climb, late, next_round_at, next_rung_at, passed, reminders, rounds
from services.action_tracking.domain.people import NOT_A_DECIDER
from services.action_tracking.domain.role_holder.state import Holding, holds_on
from services.chassis.rules.agencies import answers_for
from services.chassis.rules.calendar import day_of, last_working_day_on_or_before
from services.chassis.rules.decisions import Given, Reason
from services.chassis.rules.values import Value

DECISIONS = frozenset({Asked.AGREE_ACTION, Asked.JUDGE_ACTION, Asked.RECORD_RECHECK, Asked.DECIDE_NO_ACTION})
"""Steps of those who decide for the partnership. All others are the agency's."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One step that has to be done by `due`, waited for since `since`.

    `agency` owes or owns the thing, and `supporting` help. If `decides`, the step is the partnership's, and none of these
    agencies may take it.
    """

    asks: Asked
    agency: Code
    since: datetime
    due: date
    supporting: tuple[Code, ...] = ()

    @property
    def decides(self) -> bool:
        return self.asks in DECISIONS


class Chase(Value):
    """How far one step was chased. It counts only while the thing waits for this step since this moment.

    A new due date of an agency's step begins another. The date of those who decide follows from `since` and the settings.
    `rounds` counts how often the top of the ladder was notified again, the last time at `again_at`.
    """

    asks: Asked
    since: AwareDatetime
    due: date | None = None
    """The date of an agency's step."""
    rung: Reached | None = None
    rounds: int = 0
    again_at: AwareDatetime | None = None


def ladder_of(asks: Asked, framework: Framework) -> tuple[Rung, ...]:
    """Returns the ladder of a step. Responses to findings have no reminders before their date."""
    if asks in DECISIONS:
        return framework.waiting.ladder
    return late(framework.ladder) if asks is Asked.ANSWER_FINDING else framework.ladder


def chase_of(waiting: Waiting, stored: Chase | None, given: Given) -> Chase:
    """Returns how far the step was chased: what is stored of it, else its beginning.

    Reminders whose day had passed when the step began are never sent.
    """
    due = None if waiting.decides else waiting.due
    if stored and (stored.asks, stored.since, stored.due) == (waiting.asks, waiting.since, due):
        return stored
    ladder, began = reminders(ladder_of(waiting.asks, given.framework)), day_of(waiting.since, _timezone(given))
    rung = climb(ladder, waiting.due, None, began, given.holidays)
    return Chase(asks=waiting.asks, since=waiting.since, due=due, rung=rung)


def chased(waiting: Waiting, before: Chase, given: Given) -> Chase:
    """Returns how far the step is chased by today: a higher rung, or a further round at the top.

    Rounds that passed during an outage count as one.
    """
    ladder, days = ladder_of(waiting.asks, given.framework), given.framework.waiting.repeat_days
    rung = climb(ladder, waiting.due, before.rung, given.today, given.holidays)
    times = rounds(ladder, waiting.due, rung, days, given.today, given.holidays)
    if rung != before.rung:
        return before.model_copy(update={"rung": rung, "rounds": times})
    if times > before.rounds:
        return before.model_copy(update={"rounds": times, "again_at": given.now})
    return before


def next_chase_at(waiting: Waiting, before: Chase, given: Given) -> datetime | None:
    """Returns the instant of the next rung or round, which may have passed. None only without a ladder."""
    ladder, days = ladder_of(waiting.asks, given.framework), given.framework.waiting.repeat_days
    rung = next_rung_at(ladder, waiting.due, before.rung, given.holidays, _timezone(given))
    return rung or next_round_at(ladder, waiting.due, before.rung, before.rounds, days, given.holidays, _timezone(given))


def rungs_passed(waiting: Waiting, before: Chase, after: Chase, framework: Framework) -> tuple[Code, ...]:
    """Returns the rungs between two chases of a step, by their distance from its date. An older edition may lack some."""
    start = before.rung.after if before.rung else None
    rungs = passed(ladder_of(waiting.asks, framework), start, after.rung.after) if after.rung else ()
    return tuple(rung.code for rung in rungs)


def prompt_of(due: date, given: Given) -> date:
    """Returns the last working day on which something due can be done in time."""
    return last_working_day_on_or_before(due, given.holidays)


def scrutineer_decides(waiting: Waiting, chase: Chase, given: Given, directory: Iterable[Holding]) -> bool:
    """Returns true if the scrutineer may take a step of those who decide.

    That is so for what the partnership owns, once the ladder has asked the scrutineer, and while no other agency has
    anyone who decides.
    """
    if waiting.agency == PARTNERSHIP:
        return True
    roles, after = given.framework.waiting.roles, chase.rung.after if chase.rung else None
    asked = [role for rung in _up_to(given.framework.waiting.ladder, after) for role in rung.to]
    if any(roles.get(role) == SCRUTINEER for role in asked):
        return True
    concerned = (waiting.agency, *waiting.supporting)

    def decides(each: Holding) -> bool:
        is_ours = any(answers_for(each.agency, agency, given.framework, given.today) for agency in concerned)
        return roles.get(each.role) == DECIDER and not is_ours and holds_on(each, given.today)

    return not any(decides(each) for each in directory)


def unless_scrutineer(
    reasons: list[Reason], waiting: Waiting | None, stored: Chase | None, given: Given, directory: Iterable[Holding]
) -> list[Reason]:
    """Returns the reasons, without the one that holds only until the scrutineer may decide."""
    if waiting is None or not waiting.decides or not given.actor.holds(SCRUTINEER):
        return reasons
    if not scrutineer_decides(waiting, chase_of(waiting, stored, given), given, directory):
        return reasons
    return [each for each in reasons if each.code != NOT_A_DECIDER]


def _up_to(ladder: Sequence[Rung], after: int | None) -> list[Rung]:
    return [rung for rung in ladder if after is not None and rung.after <= after]


def _timezone(given: Given) -> str:
    return given.framework.partnership.timezone
