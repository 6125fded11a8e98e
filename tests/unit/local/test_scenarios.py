"""Steps of a scenario are played in order, with what earlier answers showed."""

from typing import Any

import pytest

from local.scenarios.playing import Step, aplay, play

STEPS = (
    Step("made", "maker", "/things", {"size": 1}, ("thing", lambda shown: str(shown["id"]))),
    Step("named", "namer", "/things/{thing}/names", {"of": "{thing}", "all": ["{thing}", "else"]}),
    Step("ended", "maker", "/things/{thing}/end", {}),
)
PLAYED = [
    ("maker", "/things", {"size": 1}),
    ("namer", "/things/t-1/names", {"of": "t-1", "all": ["t-1", "else"]}),
    ("maker", "/things/t-1/end", {}),
]
Sent = list[tuple[str, str, dict[str, Any]]]


@pytest.mark.parametrize(("until", "count"), [("", 3), ("made", 1), ("named", 2)])
def test_play_stops_at_the_state_that_is_asked_for(until: str, count: int) -> None:
    sent: Sent = []

    def send(role: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        sent.append((role, path, body))
        return {"id": "t-1"}

    assert play(send, STEPS, until) == {"thing": "t-1"}
    assert sent == PLAYED[:count]


async def test_aplay_goes_on_from_what_is_known() -> None:
    sent: Sent = []

    async def send(role: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        sent.append((role, path, body))
        return {}

    assert await aplay(send, STEPS[1:], thing="t-1") == {"thing": "t-1"}
    assert sent == PLAYED[1:]


def test_play_refuses_a_state_that_no_step_reaches() -> None:
    with pytest.raises(LookupError, match="sold"):
        play(lambda role, path, body: body, STEPS, "sold")
