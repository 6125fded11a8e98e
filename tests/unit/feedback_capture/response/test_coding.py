"""Coding a response to themes (FC4)."""

from datetime import datetime
from typing import Any

from services.feedback_capture.domain.response.answering import respond, sort_answers
from services.feedback_capture.domain.response.coding import CodeResponse, code_response
from services.feedback_capture.domain.response.state import ResponseStatus
from services.feedback_capture.domain.response.withdrawing import WithdrawResponse
from tests.builders.feedback_surveys import FRAMEWORK, NOW, answering, at, responded, survey
from tests.unit.review_registry.refusals import codes, places

BACK = WithdrawResponse(receipt="A" * 26)


def refused(now: datetime = NOW, **changed: Any) -> list[tuple[str, str]]:
    return places(respond, None, sort_answers(answering(**changed), survey(), FRAMEWORK), at(now), survey())


def test_a_person_codes_it_and_may_think_again() -> None:
    state = code_response(responded(), CodeResponse(themes=("neglect", "neglect")), at()).state
    assert (state.themes, state.status) == (("neglect",), ResponseStatus.CODED)
    again = code_response(state, CodeResponse(themes=("information-sharing",)), at()).state
    assert again.themes == ("information-sharing",)
    assert codes(code_response, state, CodeResponse(themes=("weather",)), at()) == ["response/unknown-theme"]
