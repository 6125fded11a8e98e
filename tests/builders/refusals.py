"""What a refusal said, for a test to look at."""

from collections.abc import Callable
from typing import Any

import pytest

from services.chassis.rules.decisions import Reason, Refused


def refusal(decide: Callable[..., Any], *args: Any) -> tuple[Reason, ...]:
    """The reasons with which this is refused."""
    with pytest.raises(Refused) as caught:
        decide(*args)
    return caught.value.reasons


def codes(decide: Callable[..., Any], *args: Any) -> list[str]:
    return [reason.code for reason in refusal(decide, *args)]


def places(decide: Callable[..., Any], *args: Any) -> list[tuple[str, str]]:
    return [(reason.code, reason.path) for reason in refusal(decide, *args)]
