"""Naming the facilitators of a review, and removing them (FC1)."""

import pytest

from services.chassis.rules.decisions import Refused
from services.feedback_capture.domain.involvement.naming import RemoveFacilitator, remove_facilitator
from services.feedback_capture.kinds import INVOLVEMENT
from tests.builders.feedback_capture import FACILITATOR, UNIT, at, codes, in_scope, reads


def test_removed_facilitator_no_longer_sees_the_review() -> None:
    state = in_scope()
    assert reads(INVOLVEMENT, state, FACILITATOR)
    command = RemoveFacilitator(person_ref=FACILITATOR.person_ref)
    removed = remove_facilitator(state, command, at(who=UNIT)).state
    assert not reads(INVOLVEMENT, removed, FACILITATOR)
    with pytest.raises(Refused) as refused:
        remove_facilitator(removed, command, at(who=UNIT))
    assert codes(refused.value) == ["involvement/not-named"]
