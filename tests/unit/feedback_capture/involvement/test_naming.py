"""Naming the facilitators of a review, and removing them (FC1)."""

import pytest

from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.involvement.naming import (
    NameFacilitator,
    RemoveFacilitator,
    name_facilitator,
    remove_facilitator,
)
from services.feedback_capture.kinds import INVOLVEMENT
from tests.builders.feedback_capture import (
    FACILITATOR,
    POLICE_FACILITATOR,
    UNIT,
    also_heard_by_police,
    at,
    codes,
    in_scope,
    reads,
)


def test_removed_facilitator_no_longer_sees_the_review() -> None:
    state = in_scope()
    assert reads(INVOLVEMENT, state, FACILITATOR)
    command = RemoveFacilitator(person_ref=FACILITATOR.person_ref)
    removed = remove_facilitator(state, command, at(who=UNIT)).state
    assert not reads(INVOLVEMENT, removed, FACILITATOR)
    with pytest.raises(Refused) as refused:
        remove_facilitator(removed, command, at(who=UNIT))
    assert codes(refused.value) == ["involvement/not-named"]


def test_facilitator_is_a_person_of_one_agency() -> None:
    """Another agency may give the same reference to somebody else."""
    state = in_scope()
    assert not reads(INVOLVEMENT, state, POLICE_FACILITATOR)
    both = also_heard_by_police(state)
    assert reads(INVOLVEMENT, both, POLICE_FACILITATOR)
    left = remove_facilitator(both, RemoveFacilitator(person_ref=FACILITATOR.person_ref), at(who=UNIT)).state
    assert (reads(INVOLVEMENT, left, FACILITATOR), reads(INVOLVEMENT, left, POLICE_FACILITATOR)) == (False, True)


def test_facilitator_of_no_known_agency_is_refused() -> None:
    with pytest.raises(Refused) as refused:
        name_facilitator(in_scope(), NameFacilitator(person_ref="p-stranger", agency="elsewhere"), at(who=UNIT))
    assert codes(refused.value) == ["involvement/unknown-agency"]
