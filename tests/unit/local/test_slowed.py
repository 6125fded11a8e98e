"""A slowed service waits after its effect, and only when a test asks for it."""

import time

import pytest

from local.parts import slowed
from local.parts.service import SLOWED, service_command

SERVICE = "review-registry"


class Worker:
    async def work(self) -> float:
        return time.monotonic()


async def test_slowed_step_waits_after_its_effect(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SLOWED, "0.05")
    monkeypatch.setattr(slowed, "STEPS", ((Worker, "work"),))
    monkeypatch.setattr(Worker, "work", Worker.work)
    began = time.monotonic()
    slowed.slow_down()
    done = await Worker().work()
    assert began <= done <= time.monotonic() - 0.05


def test_slowed_steps_are_there() -> None:
    assert all(callable(getattr(owner, name)) for owner, name in slowed.STEPS)


@pytest.mark.parametrize("asked", [True, False])
def test_service_is_slowed_only_when_asked(monkeypatch: pytest.MonkeyPatch, *, asked: bool) -> None:
    monkeypatch.delenv(SLOWED, raising=False)
    if asked:
        monkeypatch.setenv(SLOWED, "0.3")
    assert ("local.parts.slowed" in service_command(SERVICE)) is asked
