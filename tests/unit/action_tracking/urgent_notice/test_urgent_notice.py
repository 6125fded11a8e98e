"""An urgent notice climbs by minutes until a person does what it asks (AT5)."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.events.feedback_capture import (
    ImmediateConcernConcluded,
    ImmediateConcernNotConcluded,
    ImmediateConcernNotTaken,
    ImmediateConcernRaised,
    ImmediateConcernTaken,
)
from contracts.vocabulary.feedback import Urgency
from contracts.vocabulary.roles import PARTNERSHIP
from local.frameworks import URGENT as LADDER
from services.action_tracking.domain.role_holder.state import RoleHolder
from services.action_tracking.domain.urgent_notice import message
from services.action_tracking.domain.urgent_notice.climbing import LONGEST, alarm, record_recipients, ring
from services.action_tracking.domain.urgent_notice.raising import end_notice, raise_notice
from services.action_tracking.domain.urgent_notice.recipients import recipients_of
from services.action_tracking.domain.urgent_notice.state import (
    Asks,
    Outcome,
    UrgentNotice,
    UrgentRecipient,
    hidden_from,
    keys,
    notice_id,
    readers,
    threads,
)
from services.chassis.rules.access import labels_of
from services.chassis.rules.decisions import Given
from tests.builders.action_tracking import CHAIR, POLICE_LEAD, UNIT, at, reads
from tests.builders.given import FRAMEWORK, actor, some_id

SATURDAY = datetime(2026, 1, 17, 23, 30, tzinfo=UTC)
"""A night on a weekend, which makes no difference."""
TODAY = date(2026, 1, 17)
CONCERN = some_id("concern")
RAISED = ImmediateConcernRaised(concern=CONCERN, urgency=Urgency.NOW, link="https://feedback.example/concerns/1")
TAKEN = ImmediateConcernTaken(concern=CONCERN)
RUNGS = [rung.code for rung in LADDER]


def after(minutes: float) -> Given:
    return at(SATURDAY + timedelta(minutes=minutes), id_=notice_id(CONCERN))


def raised() -> UrgentNotice:
    return raise_notice(None, RAISED, SATURDAY, after(0)).state


def holder(role: str, person: str, **changes: object) -> RoleHolder:
    entry = RoleHolder(
        id=some_id(role, person),
        role=role,
        agency=PARTNERSHIP,
        person_ref=person,
        from_day=date(2025, 1, 1),
        address="sealed",
    )
    return entry.model_copy(update=changes)


DIRECTORY = [holder("duty-contact", "duty"), holder("business-unit", "unit"), holder("executive", "exec")]


def told_by(state: UrgentNotice, directory: list[RoleHolder], minutes: float, outcome: Outcome = Outcome.SENT) -> UrgentNotice:
    """Returns the notice after the act that follows its last ring."""
    told = {
        step: tuple(each.model_copy(update={"outcome": outcome}) for each in people)
        for step, people in recipients_of(state, directory, TODAY, FRAMEWORK).items()
    }
    return record_recipients(state, told, after(minutes)).state


def swept(
    state: UrgentNotice, minutes: float, directory: list[RoleHolder] = DIRECTORY, outcome: Outcome = Outcome.SENT
) -> UrgentNotice:
    return told_by(ring(state, after(minutes)).state, directory, minutes, outcome)


def steps(state: UrgentNotice) -> list[tuple[str, str, list[str]]]:
    return [(step.code, step.outcome.value, [each.person_ref for each in step.told]) for step in state.steps]


def test_urgent_notice_is_due_at_once_and_saved_before_sending() -> None:
    state = raised()
    assert alarm(state, after(0)) == SATURDAY
    begun = ring(state, after(0)).state
    (step,) = begun.steps
    assert (step.code, step.outcome, step.told) == ("duty-contact", Outcome.SENDING, ())
    ((planned,),) = recipients_of(begun, DIRECTORY, TODAY, FRAMEWORK).values()
    again = recipients_of(ring(state, after(9)).state, DIRECTORY, TODAY, FRAMEWORK)
    assert planned.message_id == again["duty-contact"][0].message_id


def test_urgent_notice_climbs_by_minutes_until_it_is_taken() -> None:
    state = swept(raised(), 0)
    assert steps(state) == [("duty-contact", "sent", ["duty"])]
    assert alarm(state, after(0)) == SATURDAY + timedelta(minutes=30)
    assert swept(state, 29.9) == state
    state = swept(state, 30)
    assert steps(state)[1:] == [("business-unit", "sent", ["unit"])]
    state = end_notice(state, TAKEN, SATURDAY + timedelta(minutes=47, seconds=59), after(48)).state
    assert (state.ended_at, state.ended_after_minutes) == (SATURDAY + timedelta(minutes=47, seconds=59), 47)
    assert alarm(state, after(48)) is None
    assert ring(state, after(9999)).state == state
    assert end_notice(state, TAKEN, SATURDAY + timedelta(hours=9), after(540)).state == state


def test_after_an_outage_everyone_on_the_rungs_passed_is_notified() -> None:
    state = swept(raised(), 130)
    assert steps(state) == [
        ("duty-contact", "sent", ["duty"]),
        ("business-unit", "sent", ["unit"]),
        ("executive", "sent", ["exec"]),
    ]


def test_top_of_the_ladder_is_notified_again_until_it_is_taken() -> None:
    state = swept(raised(), 130)
    (first,) = state.steps[-1].told
    assert alarm(state, after(130)) == after(190).now
    assert swept(state, 189) == state
    for round_ in range(2, 30):
        state = swept(state, 130 + 60 * (round_ - 1))
        assert steps(state)[-1] == ("executive", "sent", ["exec"])
        (told,) = state.steps[-1].told
        assert (state.steps[-1].round, told.message_id != first.message_id) == (round_, True)
        assert len(state.steps) == len(LADDER)
    taken = end_notice(state, TAKEN, SATURDAY + timedelta(days=3), after(9999)).state
    assert alarm(taken, after(9999)) is None


def test_round_that_failed_is_tried_again_before_the_next_one() -> None:
    state = swept(swept(raised(), 130), 190, outcome=Outcome.FAILED)
    assert alarm(state, after(190)) == after(192).now
    assert (swept(state, 192).steps[-1].round, swept(state, 192).steps[-1].tries) == (2, 2)


@pytest.mark.parametrize("nobody", [[], [holder("duty-contact", "duty", address=None)]], ids=["no holder", "no address"])
def test_next_rung_is_notified_at_once_when_no_one_can_be_reached(nobody: list[RoleHolder]) -> None:
    directory = [*nobody, holder("executive", "exec")]
    state = swept(raised(), 0, directory)
    assert steps(state) == [("duty-contact", "nobody", [])]
    assert alarm(state, after(0)) == SATURDAY
    state = swept(swept(state, 1, directory), 2, directory)
    assert steps(state)[1:] == [("business-unit", "nobody", []), ("executive", "sent", ["exec"])]
    (told,) = state.steps[-1].told
    assert told.instead_of == ("duty-contact", "business-unit")
    why = "You receive this as executive because no one could be reached as duty contact or business unit."
    assert why in message.text(state, told, after(2))


def test_rungs_passed_at_once_name_the_roles_not_reached() -> None:
    state = swept(raised(), 40, [holder("business-unit", "unit")])
    assert steps(state) == [("duty-contact", "nobody", []), ("business-unit", "sent", ["unit"])]
    assert state.steps[1].told[0].instead_of == ("duty-contact",)


def test_urgent_notice_keeps_trying_when_no_one_can_be_reached() -> None:
    state = raised()
    for minutes in range(3):
        state = swept(state, minutes, [])
    assert [outcome for _, outcome, _ in steps(state)] == ["nobody"] * 3
    instant = alarm(state, after(2))
    assert instant
    assert after(2).now < instant <= after(2).now + LONGEST
    assert steps(swept(state, 4))[2] == ("executive", "sent", ["exec"])


@pytest.mark.parametrize("outcome", [Outcome.FAILED, Outcome.SENDING], ids=["failed", "unknown"])
def test_failed_or_unknown_try_is_repeated_under_the_same_id(outcome: Outcome) -> None:
    state = swept(raised(), 0, outcome=outcome) if outcome is Outcome.FAILED else ring(raised(), after(0)).state
    assert ring(state, after(1)).state == state
    again = ring(state, after(2)).state
    assert (again.steps[0].tries, again.steps[0].outcome) == (2, Outcome.SENDING)
    assert (
        recipients_of(again, DIRECTORY, TODAY, FRAMEWORK)["duty-contact"][0].message_id
        == recipients_of(ring(raised(), after(0)).state, DIRECTORY, TODAY, FRAMEWORK)["duty-contact"][0].message_id
    )
    assert steps(told_by(again, DIRECTORY, 2)) == [("duty-contact", "sent", ["duty"])]


def test_person_notified_in_the_first_try_gets_no_second_message() -> None:
    directory = [holder("duty-contact", "duty"), holder("duty-contact", "other")]
    state = ring(raised(), after(0)).state
    first, second = recipients_of(state, directory, TODAY, FRAMEWORK)["duty-contact"]
    half: tuple[UrgentRecipient, ...] = (
        first.model_copy(update={"outcome": Outcome.SENT}),
        second.model_copy(update={"outcome": Outcome.FAILED}),
    )
    state = record_recipients(state, {"duty-contact": half}, after(0)).state
    assert state.steps[0].outcome is Outcome.FAILED
    planned = recipients_of(ring(state, after(5)).state, directory, TODAY, FRAMEWORK)["duty-contact"]
    assert [(each.person_ref, each.outcome) for each in planned] == [("duty", Outcome.SENT), ("other", Outcome.SENDING)]


def test_outcome_is_recorded_when_the_concern_was_taken_meanwhile() -> None:
    begun = ring(raised(), after(0)).state
    taken = end_notice(begun, TAKEN, SATURDAY, after(0)).state
    assert steps(record_recipients(taken, recipients_of(begun, DIRECTORY, TODAY, FRAMEWORK), after(1)).state)[0][2] == ["duty"]


def test_concern_taken_before_it_was_heard_of_notifies_no_one() -> None:
    taken = end_notice(None, TAKEN, SATURDAY, after(0)).state
    state = raise_notice(taken, RAISED, SATURDAY, after(1)).state
    assert state == taken
    assert (alarm(state, after(1)), ring(state, after(999)).state) == (None, state)


def test_urgent_notice_heard_again_stays_the_same() -> None:
    state = swept(raised(), 0)
    assert raise_notice(state, RAISED, SATURDAY + timedelta(hours=1), after(60)).state == state


def test_new_framework_edition_continues_from_the_rung_reached() -> None:
    state = swept(raised(), 30)
    ladder = (LADDER[0], LADDER[1].model_copy(update={"code": "new", "after_minutes": 20}), LADDER[2])
    feedback = FRAMEWORK.feedback.model_copy(update={"urgent_ladder": ladder})
    later = at(SATURDAY + timedelta(minutes=121), id_=state.id, feedback=feedback)
    assert [step.code for step in ring(state, later).state.steps] == RUNGS


def test_urgent_message_has_the_link_and_no_detail() -> None:
    state = swept(raised(), 0)
    text = message.text(state, state.steps[0].told[0], after(0))
    assert text.splitlines() == [
        "Someone may be at risk now. Open the concern and take it:",
        f"  {RAISED.link}",
        "It was raised just now.",
        "You receive this as duty contact.",
    ]
    assert (
        message.subject(state, after(0))
        == "Testshire Safeguarding Children Partnership: urgent concern, someone may be at risk"
    )


@pytest.mark.parametrize(
    ("minutes", "ago"), [(0.5, "just now"), (1, "1 minute ago"), (119, "119 minutes ago"), (125, "2 hours ago")]
)
def test_message_says_how_long_ago_the_concern_was_raised(minutes: float, ago: str) -> None:
    assert message.ago(raised(), after(minutes)) == ago


def test_urgent_notice_is_read_by_those_who_take_concerns() -> None:
    state = raised()
    for sees in (UNIT, CHAIR, actor("facilitator"), actor("operator", "independent")):
        assert reads(sees, readers(state))
    assert reads(actor("scrutineer"), readers(state))
    for sees_not in (POLICE_LEAD, actor("business-unit", "police"), actor("scrutineer", "police"), actor("inspector")):
        assert not reads(sees_not, readers(state))
    assert (keys(state)["status"], threads(state)) == ("open", (CONCERN, state.id))
    assert keys(end_notice(state, TAKEN, SATURDAY, after(1)).state)["status"] == "ended"


KEPT = UrgentNotice.model_validate(raised().model_dump() | {"kept_from": "police"})


@pytest.mark.parametrize(
    "of_the_agency",
    [
        [holder("duty-contact", "duty", agency="police")],
        [holder("duty-contact", "duty"), holder("trainer", "duty", agency="police")],
        [holder("duty-contact", "duty"), holder("trainer", "another", agency="police", deputy_ref="duty")],
        [holder("duty-contact", "away", address=None, deputy_ref="duty"), holder("trainer", "duty", agency="police")],
    ],
    ids=["holder", "holder elsewhere too", "deputy there", "deputy of a holder"],
)
def test_no_one_of_the_agency_it_is_kept_from_is_notified(of_the_agency: list[RoleHolder]) -> None:
    """If no one else is left on a rung, the next one is notified at once."""
    directory = [*of_the_agency, holder("business-unit", "unit")]
    assert steps(swept(raised(), 0, directory)) == [("duty-contact", "sent", ["duty"])]
    state = swept(swept(KEPT, 0, directory), 0, directory)
    assert steps(state) == [("duty-contact", "nobody", []), ("business-unit", "sent", ["unit"])]


def test_notice_is_hidden_from_the_agency_it_is_kept_from() -> None:
    assert reads(actor("decider", "police"), readers(KEPT))
    for hidden in (actor("decider", "police"), POLICE_LEAD):
        assert not labels_of(hidden).isdisjoint(hidden_from(KEPT))
    assert labels_of(actor("decider", "council")).isdisjoint(hidden_from(KEPT))
    assert hidden_from(raised()) == ()


def test_highest_rung_that_reaches_anyone_repeats_if_the_top_reaches_no_one() -> None:
    directory = DIRECTORY[:2]
    state = swept(raised(), 130, directory)
    assert steps(state)[1:] == [("business-unit", "sent", ["unit"]), ("executive", "nobody", [])]
    for minutes in range(131, 131 + 48 * 60, 10):
        state = swept(state, minutes, directory)
    assert state.steps[1].round == 48
    assert state.steps[0].round == 1


def test_late_outcome_climbs_until_it_is_recorded() -> None:
    late = ImmediateConcernNotConcluded(concern=CONCERN, urgency=Urgency.NOW, link=RAISED.link, age_minutes=240)
    given_ = at(SATURDAY, id_=notice_id(CONCERN, Asks.OUTCOME))
    state = swept(raise_notice(None, late, SATURDAY, given_).state, 0)
    assert (state.asks, state.id != raised().id, alarm(state, after(0))) == (Asks.OUTCOME, True, after(30).now)
    lines = message.text(state, state.steps[0].told[0], after(0)).splitlines()
    assert lines[0].startswith("Someone took this concern, but recorded no outcome.")
    assert lines[2] == "Its outcome was due just now."
    assert message.subject(state, after(0)).endswith("urgent concern without an outcome")
    ended = end_notice(state, ImmediateConcernConcluded(concern=CONCERN), after(12).now, after(12)).state
    assert (alarm(ended, after(12)), ended.ended_after_minutes) == (None, 12)


def test_concern_that_was_not_heard_of_climbs_from_its_age() -> None:
    report = ImmediateConcernNotTaken(concern=CONCERN, urgency=Urgency.NOW, link=RAISED.link, age_minutes=40)
    state = raise_notice(None, report, after(40).now, after(41)).state
    assert (state.raised_at, state.asks) == (SATURDAY, Asks.TAKE)
    assert [step.code for step in ring(state, after(41)).state.steps] == RUNGS[:2]
    assert raise_notice(raised(), report, after(40).now, after(41)).state == raised()


SWEEPS = st.lists(st.tuples(st.integers(0, 90), st.sampled_from(["sent", "failed", "lost", "nobody"])), max_size=25)
"""Minutes since the sweep before, and the outcome of its tries. For `lost`, no outcome was saved."""


def a_sweep(state: UrgentNotice, minutes: int, came: str) -> tuple[UrgentNotice, list[str]]:
    """Returns the notice after a sweep, and the rungs whose first round it sent."""
    begun = ring(state, after(minutes)).state
    if begun == state:
        return state, []
    planned = recipients_of(begun, [] if came == "nobody" else DIRECTORY, TODAY, FRAMEWORK)
    outcome = Outcome.SENT if came == "sent" else Outcome.FAILED
    told = {step: tuple(each.model_copy(update={"outcome": outcome}) for each in people) for step, people in planned.items()}
    left = begun if came == "lost" else record_recipients(begun, told, after(minutes)).state
    first = {step.code for step in begun.steps if step.round == 1}
    return left, [step for step, people in told.items() if people and outcome is Outcome.SENT and step in first]


@given(SWEEPS, st.integers(0, 25))
def test_each_rung_is_notified_in_order_and_none_after_taking(sweeps: list[tuple[int, str]], taken: int) -> None:
    state, minutes = raised(), 0
    sent: list[str] = []
    for number, (waited, came) in enumerate(sweeps):
        minutes += waited
        if number == taken:
            state = end_notice(state, TAKEN, after(minutes).now, after(minutes)).state
        before = state
        state, now_sent = a_sweep(state, minutes, came)
        sent.extend(now_sent)
        assert number < taken or (state == before and alarm(state, after(minutes)) is None)
        assert [step.code for step in state.steps] == RUNGS[: len(state.steps)]
    assert len(sent) == len(set(sent))
    assert UrgentNotice.model_validate_json(state.model_dump_json()) == state


@given(SWEEPS)
def test_every_rung_passed_starts_and_no_open_concern_is_silent(
    sweeps: list[tuple[int, str]],
) -> None:
    state, minutes = raised(), 0
    for waited, came in sweeps:
        minutes += waited
        state, _ = a_sweep(state, minutes, came)
        passed = {rung.code for rung in LADDER if rung.after_minutes <= minutes}
        assert passed <= {step.code for step in state.steps}
        instant = alarm(state, after(minutes))
        assert instant is not None
        assert instant <= after(minutes).now + LONGEST or len(state.steps) < len(LADDER)
