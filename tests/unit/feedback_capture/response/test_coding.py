"""Coding a response to themes (FC4)."""

from services.feedback_capture.domain.response.coding import CodeResponse, code_response
from services.feedback_capture.domain.response.state import ResponseStatus
from tests.builders.feedback_surveys import at, responded
from tests.builders.refusals import codes


def test_coding_replaces_the_themes_recorded_before() -> None:
    state = code_response(responded(), CodeResponse(themes=("neglect", "neglect")), at()).state
    assert (state.themes, state.status) == (("neglect",), ResponseStatus.CODED)
    again = code_response(state, CodeResponse(themes=("information-sharing",)), at()).state
    assert again.themes == ("information-sharing",)
    assert codes(code_response, state, CodeResponse(themes=("weather",)), at()) == ["response/unknown-theme"]
