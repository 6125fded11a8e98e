"""The promises to each party hold in every order of offers, answers and time (FC1)."""

from contextlib import suppress
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from contracts.events.event import Event
from contracts.events.feedback_capture import InvolvementAnswered, InvolvementOffered, InvolvementOverdue, InvolvementResumed
from contracts.events.review_registry import ReviewEnded, ReviewReopened
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from contracts.vocabulary.reviews import ReviewEnd
from services.chassis.rules.decisions import Decided, Refused
from services.feedback_capture.domain.involvement.answering import RecordAnswer, record_answer
from services.feedback_capture.domain.involvement.chasing import alarm, ring
from services.feedback_capture.domain.involvement.correcting import CorrectAnswer, correct_answer
from services.feedback_capture.domain.involvement.excusing import (
    ApproveException,
    ProposeException,
    approve_exception,
    propose_exception,
)
from services.feedback_capture.domain.involvement.feeding_back import FeedBack, feed_back
from services.feedback_capture.domain.involvement.following import ended, moved, published, reopened, scoped
from services.feedback_capture.domain.involvement.offering import offer_part
from services.feedback_capture.domain.involvement.planning import AddParty, add_party
from services.feedback_capture.domain.involvement.postponing import DeferOffer, DoNotInvite, defer_offer, do_not_invite
from services.feedback_capture.domain.involvement.reminding import RemindParty, remind_party
from services.feedback_capture.domain.involvement.resuming import RecordHappened, record_happened
from services.feedback_capture.domain.involvement.state import AWAY, OUT_OF_REACH, TAKES_PART, Involvement
from tests.builders.feedback_capture import (
    CHAIR,
    EXPLAINED,
    FACILITATOR,
    REVIEW,
    UNIT,
    at,
    moving,
    offering,
    planned,
    publishing,
    scoping,
)
from tests.builders.given import MONDAY

PARTY = st.integers(0, 3)
ANSWERS = st.sampled_from(["accepted", "declined", "no-response", "contributed", "withdrew"])
EXCUSES = st.sampled_from(
    [("unable", "untraceable"), ("nobody-in-this-group", None), ("findings-not-told", "cannot-be-reached")]
)


class OneInvolvement(RuleBasedStateMachine):
    """An involvement on which everybody tries every command, while the alarm rings or stays silent for weeks."""

    def __init__(self) -> None:
        super().__init__()
        self.now = MONDAY
        self.state = planned()
        self.events: list[Event] = []

    def attempt(self, decide: Any, command: Any, who: Any) -> None:
        with suppress(Refused):
            self.accept(decide(self.state, command, at(self.now, who)))

    def accept(self, decided: Decided[Involvement]) -> None:
        assert {each.id for each in self.state.parties} <= {each.id for each in decided.state.parties}
        self.state = decided.state
        self.events.extend(decided.events)

    def party(self, number: int) -> Any:
        return self.state.parties[number % len(self.state.parties)]

    @rule(n=st.integers(0, 60))
    def days_pass(self, n: int) -> None:
        self.now += timedelta(days=n)

    @rule()
    def the_clock_rings(self) -> None:
        self.accept(ring(self.state, at(self.now)))
        instant = alarm(self.state, at(self.now))
        assert instant is None or instant > self.now
        assert ring(self.state, at(self.now)) == Decided(self.state)
        told = {(each.party, each.step, each.by) for each in self.events if isinstance(each, InvolvementOverdue)}
        late = {(each.id, step, by) for each in self.state.parties for step, by in each.due.items() if by < self.now.date()}
        assert self.state.over or late <= told

    @rule(event=st.sampled_from(["scoped", "report", "published", "ended", "reopened"]))
    def the_review_goes_on(self, event: str) -> None:
        given = at(self.now)
        if event == "scoped":
            self.accept(scoped(self.state, scoping(), given))
        elif event == "ended":
            self.accept(ended(self.state, ReviewEnded(review=REVIEW, how=ReviewEnd.WITHDRAWN), given))
        elif event == "reopened":
            self.accept(reopened(self.state, ReviewReopened(review=REVIEW, stage="analysis"), given))
        elif event == "report":
            self.accept(moved(self.state, moving("report"), given))
        else:
            self.accept(published(self.state, publishing(), given))

    @rule()
    def somebody_else_is_added(self) -> None:
        if len(self.state.parties) < 4:
            self.attempt(add_party, AddParty(group="practitioners"), UNIT)

    @rule(number=PARTY, explained=st.sampled_from([EXPLAINED, EXPLAINED, EXPLAINED[:1]]))
    def offer(self, number: int, explained: tuple[str, ...]) -> None:
        party = self.party(number)
        command = offering(self.state, party.group, party=party.id, explained=explained)
        self.attempt(offer_part, command, FACILITATOR)

    @rule(number=PARTY, status=ANSWERS)
    def answer(self, number: int, status: str) -> None:
        words = "erase" if status == "withdrew" else None
        command = RecordAnswer.model_validate({"party": self.party(number).id, "status": status, "words": words})
        self.attempt(record_answer, command, FACILITATOR)

    @rule(number=PARTY, status=st.none() | ANSWERS)
    def correct(self, number: int, status: str | None) -> None:
        command = CorrectAnswer.model_validate({"party": self.party(number).id, "status": status, "because": "So."})
        self.attempt(correct_answer, command, FACILITATOR)

    @rule(number=PARTY)
    def remind(self, number: int) -> None:
        self.attempt(remind_party, RemindParty(party=self.party(number).id, channel="letter"), FACILITATOR)

    @rule(number=PARTY, excuse=EXCUSES, approved=st.booleans())
    def excuse(self, number: int, excuse: tuple[str, str | None], approved: bool) -> None:  # noqa: FBT001
        party, (exception, reason) = self.party(number).id, excuse
        body = {"party": party, "exception": exception, "reason": reason}
        self.attempt(propose_exception, ProposeException.model_validate(body), UNIT)
        if approved:
            self.attempt(approve_exception, ApproveException.model_validate({"party": party, "exception": exception}), CHAIR)

    @rule(number=PARTY)
    def what_it_waits_for_happens(self, number: int) -> None:
        self.attempt(record_happened, RecordHappened(party=self.party(number).id), FACILITATOR)

    @rule(number=PARTY, days=st.integers(-1, 90))
    def defer(self, number: int, days: int) -> None:
        day = self.now.date() + timedelta(days=days)
        command = DeferOffer(party=self.party(number).id, until="trial-end", look_again=day, reason="So.")
        self.attempt(defer_offer, command, CHAIR)

    @rule(number=PARTY, days=st.integers(-1, 40))
    def leave_out(self, number: int, days: int) -> None:
        day = self.now.date() + timedelta(days=days)
        self.attempt(do_not_invite, DoNotInvite(party=self.party(number).id, reason="So.", look_again=day), CHAIR)

    @rule(number=PARTY, step=st.sampled_from(["findings", "outcome"]))
    def tell(self, number: int, step: str) -> None:
        command = FeedBack.model_validate({"party": self.party(number).id, "step": step, "channel": "meeting"})
        self.attempt(feed_back, command, FACILITATOR)

    @invariant()
    def each_step_and_date_is_told_once(self) -> None:
        told = [(each.party, each.step, each.by) for each in self.events if isinstance(each, InvolvementOverdue)]
        assert len(told) == len(set(told))

    @invariant()
    def who_is_away_has_a_day_to_come_back_and_is_asked_nothing(self) -> None:
        for party in self.state.parties:
            assert (party.status in AWAY) == (party.away is not None)
            assert party.away is None or not party.due.keys() & {InvolvementStep.OFFER, InvolvementStep.ANSWER}

    @invariant()
    def who_takes_part_was_offered_it(self) -> None:
        offers = {each.party for each in self.events if isinstance(each, InvolvementOffered)}
        assert {each.id for each in self.state.parties if each.status in TAKES_PART} <= offers

    @invariant()
    def everyone_within_reach_is_owed_or_told_all_that_has_come_or_excused(self) -> None:
        for party in self.state.parties:
            if party.status in OUT_OF_REACH:
                assert not party.due
            else:
                assert all({step} & {*party.due, *party.told, *party.not_told} for step in self.state.owes)

    @invariant()
    def nobody_counts_as_silent_without_the_reminders(self) -> None:
        for party in self.state.parties:
            assert party.status is not InvolvementStatus.NO_RESPONSE or len(party.reminders) == 2

    @invariant()
    def nobody_is_left_waiting_without_a_clock(self) -> None:
        for party in self.state.parties:
            if party.status in (InvolvementStatus.INVITED, InvolvementStatus.REMINDED):
                assert InvolvementStep.ANSWER in party.due
            due = self.state.going_ahead_on and (party.group != "practitioners" or self.state.scoped_on)
            if party.status is InvolvementStatus.NOT_STARTED and due:
                assert InvolvementStep.OFFER in party.due

    @invariant()
    def whoever_comes_back_was_put_off_with_approval_before(self) -> None:
        put_off: dict[str, int] = {}
        for event in self.events:
            if isinstance(event, InvolvementAnswered):
                assert event.approved == (event.status in (*AWAY, *OUT_OF_REACH))
                put_off[event.party] = put_off.get(event.party, 0) + (event.status in AWAY)
            if isinstance(event, InvolvementResumed):
                put_off[event.party] = put_off.get(event.party, 0) - 1
                assert put_off[event.party] >= 0

    @invariant()
    def what_is_stored_comes_back_the_same(self) -> None:
        assert Involvement.model_validate_json(self.state.model_dump_json()) == self.state


OneInvolvement.TestCase.settings = settings(max_examples=50, stateful_step_count=40, deadline=None)
TestOneInvolvement = OneInvolvement.TestCase
