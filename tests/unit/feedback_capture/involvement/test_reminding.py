"""Reminding a party of its offer (FC1)."""

from datetime import date, timedelta

import pytest

from contracts.events.feedback_capture import InvolvementAnswered
from contracts.vocabulary.feedback import InvolvementStatus, InvolvementStep
from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.involvement.reminding import remind_party
from tests.builders.feedback_capture import (
    FACILITATOR,
    REVIEW,
    answered,
    at,
    codes,
    in_scope,
    offered,
    party_of,
    reminded,
    reminding,
)
from tests.builders.given import MONDAY


def test_reminder_emits_its_event_and_gives_more_days() -> None:
    state = offered()
    late = date(2026, 2, 20)
    decided = remind_party(state, reminding(state), at(late, FACILITATOR))
    party = party_of(decided.state, "practitioners")
    assert decided.events == (InvolvementAnswered(review=REVIEW, party=party.id, status=InvolvementStatus.REMINDED),)
    assert party.due == {InvolvementStep.ANSWER: date(2026, 2, 27)}
    early = remind_party(state, reminding(state), at(MONDAY + timedelta(weeks=1), FACILITATOR)).state
    assert party_of(early, "practitioners").due == party_of(state, "practitioners").due


def test_reminder_is_refused_too_soon_or_too_often() -> None:
    for state, day, code in (
        (offered(), MONDAY + timedelta(days=4), "involvement/too-soon"),
        (reminded(times=1), MONDAY + timedelta(days=11), "involvement/too-soon"),
        (reminded(times=2), MONDAY + timedelta(weeks=9), "involvement/reminded-enough"),
        (in_scope(), MONDAY + timedelta(weeks=9), "involvement/not-offered"),
        (answered("accepted"), MONDAY + timedelta(weeks=9), "involvement/answered-already"),
    ):
        with pytest.raises(Refused) as refused:
            remind_party(state, reminding(state), at(day, FACILITATOR))
        assert codes(refused.value) == [code]


def test_reminder_keeps_its_day_and_counts_from_it() -> None:
    state, typed = offered(), at(date(2026, 2, 20), FACILITATOR)
    command = reminding(state).model_copy(update={"on": date(2026, 2, 9)})
    party = party_of(remind_party(state, command, typed).state, "practitioners")
    assert [(each.on, each.recorded_at) for each in party.reminders] == [(date(2026, 2, 9), typed.now)]
    assert party.due == {InvolvementStep.ANSWER: date(2026, 2, 16)}
    for day, code in ((date(2026, 1, 14), "involvement/too-soon"), (date(2026, 2, 21), "day/in-future")):
        with pytest.raises(Refused) as refused:
            remind_party(state, command.model_copy(update={"on": day}), typed)
        assert codes(refused.value) == [code]


def test_new_offer_starts_the_reminders_again() -> None:
    state = reminded()
    assert len(party_of(state, "practitioners").reminders) == 2
    again = offered(on=MONDAY + timedelta(weeks=4), state=state)
    assert party_of(again, "practitioners").reminders == ()
