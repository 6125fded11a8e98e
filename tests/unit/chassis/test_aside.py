"""Long texts are read in a thread, and short ones in the loop."""

import threading
from contextvars import ContextVar
from datetime import date
from typing import Any

import pytest
from pydantic import BaseModel

from services.chassis.room.aside import LONG, aside, is_long

WHO: ContextVar[str] = ContextVar("who")


class Letter(BaseModel):
    paragraphs: tuple[str, ...]
    about: dict[str, "Letter"] = {}


def where(*_: Any) -> tuple[int, str]:
    return threading.get_ident(), WHO.get("nobody")


LONG_TEXT = "a" * (LONG + 1)
VALUES = [
    (LONG_TEXT, True),
    (LONG_TEXT.encode(), True),
    (["a" * LONG, "a"], True),
    (Letter(paragraphs=("a" * LONG,), about={"next": Letter(paragraphs=("a",))}), True),
    ({"a": {"b": [{"c": LONG_TEXT}]}}, True),
    ("a" * LONG, False),
    (Letter(paragraphs=("a", "b")), False),
    ([None, 7, date(2027, 1, 1), True], False),
]


@pytest.mark.parametrize(("value", "expected"), VALUES, ids=[f"{type(value).__name__} {long}" for value, long in VALUES])
async def test_work_on_a_long_text_runs_in_a_thread(value: Any, *, expected: bool) -> None:
    WHO.set("somebody")
    thread, who = await aside(where, value)
    assert is_long(value) is expected
    assert (thread != threading.get_ident()) is expected
    assert who == "somebody"


async def test_fault_of_work_in_a_thread_reaches_the_caller() -> None:
    def fails(text: str) -> None:
        raise OverflowError

    with pytest.raises(OverflowError):
        await aside(fails, LONG_TEXT)
