"""How a play ends: with 0 only if every step did what it says, else with 1 and what was not as told."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from demo import play
from demo.case import SERVICES, Case, StoryFailed
from demo.story import Story

Told = Callable[..., int]


@pytest.fixture
def told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Told:
    """Plays these steps on a stack of which nothing answers; of the tables after them nothing is told."""
    monkeypatch.setattr(Case, "get", lambda *_: {})
    monkeypatch.setattr(play, "show_threads", lambda case: None)
    stack = tmp_path / "stack.json"
    dead = dict.fromkeys(SERVICES, "http://127.0.0.1:9")
    stack.write_text(json.dumps({"services": dead, "tokens": {}, "clock": str(tmp_path / "clock.json")}))

    def ending(*steps: Callable[[Case], None]) -> int:
        monkeypatch.setattr(play, "STEPS", steps)
        return play.perform(stack, Story(1, out=io.StringIO()), None)

    return ending


def test_a_story_that_came_out_ends_with_0(told: Told, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(lambda case: case.chapter("It is told."), lambda case: case.show("It holds.", holds=True)) == 0
    assert "Every step succeeded" in capsys.readouterr().out


def raising(fault: Exception) -> Callable[[Case], None]:
    def step(case: Case) -> None:
        raise fault

    return step


@pytest.mark.parametrize(
    "step",
    [
        lambda case: case.show("It holds.", holds=False),
        raising(StoryFailed("It holds.")),
        raising(AssertionError("It holds.")),
        raising(httpx.ConnectError("It holds.")),
    ],
)
def test_what_is_not_as_told_ends_it_with_1(
    step: Callable[[Case], None], told: Told, capsys: pytest.CaptureFixture[str]
) -> None:
    """And nothing is told after it."""
    after: list[str] = []
    assert told(lambda case: None, step, lambda case: after.append("told")) == 1
    assert "THE STORY FAILED: It holds." in capsys.readouterr().err
    assert after == []


def test_a_fault_of_the_story_itself_is_no_answer_of_the_services(told: Told) -> None:
    with pytest.raises(KeyError):
        told(raising(KeyError("kept")))
