"""The directory keeps addresses of any length that the standard allows, and shows whether people can be reached (AT5)."""

from typing import Any

import pytest

from tests.component.action_tracking.steps import today
from tests.component.harness import Component
from tests.service.calling import done, refused


def appointing(tracking: Component, address: str | None) -> dict[str, Any]:
    return {
        "role": "trainer",
        "agency": "schools-maintained",
        "person_ref": "p-trainer",
        "from_day": today(tracking).isoformat(),
        "address": address,
    }


@pytest.mark.parametrize("address", ["x" * 254, "\N{SNOWMAN}" * 254], ids=["of letters", "of longer characters"])
def test_longest_address_is_stored_and_a_longer_one_refused(address: str, tracking: Component) -> None:
    unit = tracking("business-unit")
    assert done(unit.post("/role-holders", appointing(tracking, address)), 201)["reachable"] is True
    too_long = unit.post("/role-holders", appointing(tracking, address + "x"))
    assert [path for _, path in refused(too_long, 422)] == ["address"]


def test_holder_without_an_address_is_not_reachable(tracking: Component) -> None:
    unit = tracking("business-unit")
    assert done(unit.post("/role-holders", appointing(tracking, None)), 201)["reachable"] is False
