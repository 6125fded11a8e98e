"""A concern ends with an outcome: a referral, or the reason for none (FC3)."""

from datetime import timedelta
from typing import Any

import pytest

from contracts.vocabulary.feedback import ConcernOutcome
from services.feedback_capture.domain.concern.concluding import ConcludeConcern, conclude_concern
from services.feedback_capture.domain.concern.state import Concern, keys
from services.feedback_capture.domain.concern.taking import TakeConcern, take_concern
from tests.builders.feedback_surveys import NOW, at, raised
from tests.builders.refusals import codes, places

REFERRED = {"outcome": "referred", "referred_to": "police", "referred_at": NOW - timedelta(minutes=2)}
NO_REFERRAL = {"outcome": "no-referral", "reason": "sealed words"}


def taken() -> Concern:
    return take_concern(raised(), TakeConcern(), at()).state


def concluding(usual: dict[str, Any], **changed: Any) -> ConcludeConcern:
    return ConcludeConcern.model_validate(usual | changed)


@pytest.mark.parametrize("command", [REFERRED, REFERRED | {"reason": "more"}, NO_REFERRAL], ids=str)
def test_outcome_is_recorded_and_the_event_holds_none_of_it(command: dict[str, Any]) -> None:
    decided = conclude_concern(taken(), concluding(command), at())
    conclusion = decided.state.conclusion
    assert conclusion is not None
    assert (conclusion.outcome, conclusion.person_ref, conclusion.at) == (ConcernOutcome(command["outcome"]), "p-unit", NOW)
    assert (conclusion.referred_to, conclusion.reason) == (command.get("referred_to"), command.get("reason"))
    assert keys(decided.state)["status"] == "concluded"
    (event,) = decided.events
    assert (event.type(), event.model_dump()) == ("learning.ImmediateConcernConcluded.v1", {"concern": taken().id})


def test_outcome_needs_someone_who_took_the_concern() -> None:
    assert codes(conclude_concern, raised(), concluding(NO_REFERRAL), at()) == ["concern/not-taken"]


def test_outcome_is_recorded_once() -> None:
    concluded = conclude_concern(taken(), concluding(NO_REFERRAL), at()).state
    assert codes(conclude_concern, concluded, concluding(REFERRED), at()) == ["concern/concluded-already"]
    assert codes(take_concern, concluded, TakeConcern(), at())[0] == "concern/concluded-already"


@pytest.mark.parametrize(
    ("command", "refused"),
    [
        ({"outcome": "referred"}, [("concern/unknown-service", "referred_to"), ("concern/referral-undated", "referred_at")]),
        (REFERRED | {"referred_to": "the-neighbours"}, [("concern/unknown-service", "referred_to")]),
        (REFERRED | {"referred_at": NOW + timedelta(minutes=1)}, [("concern/referral-ahead", "referred_at")]),
        ({"outcome": "no-referral"}, [("concern/no-reason", "reason")]),
        (REFERRED | {"outcome": "no-referral"}, [("concern/no-reason", "reason"), ("concern/referral-too", "outcome")]),
    ],
    ids=str,
)
def test_outcome_is_refused_with_every_fault(command: dict[str, Any], refused: list[tuple[str, str]]) -> None:
    assert places(conclude_concern, taken(), concluding(command), at()) == refused
