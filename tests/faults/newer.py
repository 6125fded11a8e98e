"""Feedback capture as its next version might be, a process like any other: an involvement always has a stage, so that its
schema is one higher."""

from typing import Any

from services.chassis.app import run
from services.feedback_capture.app import NAME, build
from services.feedback_capture.kinds import INVOLVEMENT


def with_a_stage(raw: dict[str, Any]) -> dict[str, Any]:
    """A review that has told of none is in screening."""
    return raw | {"stage": raw["stage"] or "screening"}


if __name__ == "__main__":
    for name, value in {"schema": 2, "upgrades": {1: with_a_stage}}.items():
        object.__setattr__(INVOLVEMENT, name, value)  # frozen, and in the tables of the whole service
    run(NAME, build)
