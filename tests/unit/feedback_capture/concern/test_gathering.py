"""A concern that gathers a flood is raised once, counts on, and shows how many words were not kept (FC3)."""

from datetime import timedelta

import pytest

from services.feedback_capture.domain.concern.chasing import alarm
from services.feedback_capture.domain.concern.gathering import KEPT, MOST, REFUSED, Crowd, gather, gathering_of, not_kept
from services.feedback_capture.domain.concern.raising import Saying, raise_concern
from services.feedback_capture.domain.concern.state import Concern, ConcernStatus, keys
from services.feedback_capture.domain.concern.taking import TakeConcern, take_concern
from tests.builders.feedback_surveys import NOW, at, raised, survey
from tests.builders.refusals import codes

MANY = Saying(survey=survey().id, why=("in-words",), texts={})


def gathered(times: int) -> Concern:
    return gather(gather(None, MANY, at()).state, MANY, at(), times - 1).state if times > 1 else gather(None, MANY, at()).state


def test_gathering_concern_is_raised_once() -> None:
    first = gather(None, MANY, at())
    assert [event.type() for event in first.events] == ["learning.ImmediateConcernRaised.v1"]
    second = gather(first.state, MANY.model_copy(update={"why": ("said-so",)}), at())
    assert (second.events, second.state.gathered, second.state.why) == ((), 2, ("in-words", "said-so"))
    assert (second.state.status, alarm(second.state, at()) is None) == (ConcernStatus.OPEN, False)


@pytest.mark.parametrize(
    ("count", "missing"), [(1, 0), (KEPT, 0), (KEPT + 37, 37), (MOST, MOST - KEPT), (MOST + 9, MOST - KEPT)]
)
def test_gathering_concern_says_how_many_were_not_kept(count: int, missing: int) -> None:
    assert not_kept(gathered(count)) == missing


def test_full_count_and_an_outcome_change_nothing_more() -> None:
    full = gathered(MOST)
    assert gather(full, MANY, at()).state == full
    assert not_kept(raised()) == 0


def test_crowds_gather_apart_by_hour_survey_and_refusal() -> None:
    own = Crowd(survey().id, refused=False)
    apart = {
        gathering_of(each, NOW + timedelta(hours=hours))
        for each in (own, REFUSED, Crowd("", refused=False))
        for hours in (0, 1)
    }
    assert len(apart) == 6
    assert gathering_of(own, NOW) == gathering_of(own, NOW + timedelta(minutes=18))


def test_gathered_concern_emits_nothing_and_is_taken_with_the_one_that_gathers_it() -> None:
    part = raise_concern(None, MANY.model_copy(update={"part_of": gathered(2).id}), at())
    assert part.events == ()
    found_by = {"status": "gathered", "part_of": gathered(2).id, "waits_since": None}
    assert (keys(part.state), alarm(part.state, at())) == (found_by, None)
    assert codes(take_concern, part.state, TakeConcern(), at()) == ["concern/gathered"]
