"""Any sequence of commands at any time keeps the rules of an action (AT3, AT4, AT6)."""

from contextlib import suppress
from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from contracts.events.action_tracking import ActionCompleted, ActionEscalated, ActionOverdue
from contracts.events.event import Event
from contracts.vocabulary.actions import ActionStatus, Asked, Brag, Effectiveness, Judgement, RecheckResult
from services.action_tracking.domain.action.brag import brag
from services.action_tracking.domain.action.chasing import alarm, ring
from services.action_tracking.domain.action.completing import CompleteAction, complete_action
from services.action_tracking.domain.action.evidencing import offer_evidence
from services.action_tracking.domain.action.judging import JudgeAction
from services.action_tracking.domain.action.offering import offer_recheck
from services.action_tracking.domain.action.reporting import ReportProgress, report_progress
from services.action_tracking.domain.action.state import Action
from services.action_tracking.domain.action.waiting import waiting_of
from services.chassis.rules.decisions import Actor, Decided, Refused
from tests.builders.action_tracking import (
    AUDIT,
    CHAIR,
    COUNCIL_DECIDER,
    COUNCIL_LEAD,
    POLICE_DECIDER,
    POLICE_LEAD,
    SCRUTINEER,
    UNIT,
    an_action,
    at,
    judged,
    offering,
    recorded,
    recording,
)
from tests.builders.given import MONDAY

ANYBODY = st.sampled_from([POLICE_LEAD, POLICE_DECIDER, COUNCIL_LEAD, COUNCIL_DECIDER, UNIT, CHAIR, SCRUTINEER])
REPORTS, JUDGES = st.just(POLICE_LEAD) | ANYBODY, st.just(CHAIR) | ANYBODY
"""Draws a person who may act half of the time, so that sequences get far."""
MAY_FOLLOW = {
    "agreed": {"in-progress", "awaiting-judgement"},
    "in-progress": {"awaiting-judgement"},
    "awaiting-judgement": {"in-progress", "accepted"},
    "accepted": {"sustained", "in-progress"},
    "sustained": set[str](),
}


class OneAction(RuleBasedStateMachine):
    """An action of the police, on which everyone tries everything."""

    def __init__(self) -> None:
        super().__init__()
        self.now = MONDAY
        self.action = an_action()
        self.events: list[Event] = []
        self.number = 0

    def attempt(self, decide: Any, command: Any, who: Actor) -> None:
        with suppress(Refused):
            self.accept(decide(self.action, command, at(self.now, who)))

    def accept(self, decided: Decided[Action]) -> None:
        before, self.action = self.action, decided.state
        self.keeps_what_was(before)
        self.moves_along_its_arrows(before)
        self.events.extend(decided.events)

    def keeps_what_was(self, before: Action) -> None:
        """Checks that epochs never shrink, old ones never change, and records only grow."""
        assert len(self.action.epochs) - len(before.epochs) in (0, 1)
        assert self.action.epochs[: len(before.epochs) - 1] == before.epochs[:-1]
        assert [epoch.number for epoch in self.action.epochs] == list(range(1, len(self.action.epochs) + 1))
        for old, new in zip(before.epochs, self.action.epochs, strict=False):
            assert new.original_due == old.original_due
            for field in ("evidence", "completions", "judgements", "rechecks"):
                assert getattr(new, field)[: len(getattr(old, field))] == getattr(old, field)

    def moves_along_its_arrows(self, before: Action) -> None:
        old, new = before.status, self.action.status
        assert old == new or new.value in MAY_FOLLOW[old.value]

    @rule(n=st.integers(0, 120))
    def days_pass(self, n: int) -> None:
        self.now += timedelta(days=n)

    @rule()
    def the_clock_rings(self) -> None:
        self.accept(ring(self.action, at(self.now)))
        instant = alarm(self.action, at(self.now))
        assert instant is None or instant > self.now

    @rule(who=REPORTS, percent=st.integers(0, 100))
    def report(self, who: Actor, percent: int) -> None:
        self.attempt(report_progress, ReportProgress(percent=percent), who)

    @rule(who=REPORTS)
    def offer(self, who: Actor) -> None:
        self.number += 1
        piece = AUDIT.model_copy(update={"link": f"{AUDIT.link}/{self.number}"})
        self.attempt(offer_evidence, piece, who)

    @rule(who=REPORTS)
    def complete(self, who: Actor) -> None:
        self.attempt(complete_action, CompleteAction(), who)

    @rule(who=JUDGES, judgement=st.sampled_from(Judgement))
    def judge(self, who: Actor, judgement: Judgement) -> None:
        pieces = tuple(each.id for each in self.action.epoch.evidence)
        command = JudgeAction(judgement=judgement, why="So.", effectiveness=Effectiveness.TOO_EARLY, evidence=pieces)
        self.attempt(judged, command, who)

    @rule(who=REPORTS, know=st.booleans())
    def measure(self, who: Actor, know: bool) -> None:  # noqa: FBT001 - drawn
        self.number += 1
        self.attempt(offer_recheck, offering(self.number, new_starters_know=know), who)

    @rule(who=JUDGES, result=st.sampled_from(RecheckResult))
    def recheck(self, who: Actor, result: RecheckResult) -> None:
        self.attempt(recorded, recording(result), who)

    @rule(result=st.sampled_from(RecheckResult))
    def what_comes_next_is_done_as_it_should_be(self, result: RecheckResult) -> None:
        if self.action.status is ActionStatus.AWAITING_JUDGEMENT:
            self.judge(CHAIR, Judgement.ACCEPTED)
        elif due := self.action.epoch.recheck_due:
            self.now = max(self.now, at(due).now)
            self.measure(POLICE_LEAD, True)  # noqa: FBT003 - new starters know
            self.recheck(CHAIR, result)
        else:
            self.offer(POLICE_LEAD)
            self.complete(POLICE_LEAD)

    @invariant()
    def nobody_judged_their_own_agency(self) -> None:
        for epoch in self.action.epochs:
            for judge in [each.by for each in epoch.judgements] + [recheck.by for recheck in epoch.rechecks]:
                assert judge.agency != "police"
                assert {"decider", "scrutineer"} & set(judge.roles)

    @invariant()
    def each_completion_rests_on_evidence_and_each_judgement_on_a_completion(self) -> None:
        for epoch in self.action.epochs:
            assert len(epoch.judgements) <= len(epoch.completions)
            assert len(epoch.completions) <= len(epoch.evidence)
            seen = [judged.pieces for judged in epoch.judgements]
            assert seen == sorted(set(seen))
        completions = sum(isinstance(event, ActionCompleted) for event in self.events)
        assert completions == sum(len(epoch.completions) for epoch in self.action.epochs)

    @invariant()
    def blue_is_what_lasted(self) -> None:
        assert (brag(self.action, at(self.now)) is Brag.BLUE) == (self.action.status is ActionStatus.SUSTAINED)

    @invariant()
    def overdue_is_told_once_an_epoch_and_due_date_and_rungs_only_climb(self) -> None:
        overdue = [(event.epoch, event.due) for event in self.events if isinstance(event, ActionOverdue)]
        assert len(overdue) == len(set(overdue))
        reached: dict[tuple[int, Asked, date], str] = {}
        for event in self.events:
            if isinstance(event, ActionEscalated):
                clock = (event.epoch, event.asks, event.due)
                if clock in reached:
                    assert event.from_rung == reached[clock]
                assert event.passed
                assert event.passed[-1] == event.to_rung
                assert event.from_rung not in event.passed
                reached[clock] = event.to_rung

    @invariant()
    def something_waits_until_the_change_has_lasted(self) -> None:
        waits = waiting_of(self.action, at(self.now)) is not None
        assert waits == (self.action.status is not ActionStatus.SUSTAINED)
        assert waits == (alarm(self.action, at(self.now)) is not None)

    @invariant()
    def what_is_stored_comes_back_the_same(self) -> None:
        assert Action.model_validate_json(self.action.model_dump_json()) == self.action


OneAction.TestCase.settings = settings(max_examples=50, stateful_step_count=40, deadline=None)
TestOneAction = OneAction.TestCase
