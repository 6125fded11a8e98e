"""The file of a review is kept for the years of the settings; then a decider disposes of it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.builders.review_registry import DECIDED
from tests.component.harness import Component
from tests.service.calling import done, refused
from tests.service.review_registry.steps import opened

YEARS = 35
HOLD = {"reason": "inquest", "authority": "The coroner"}


@pytest.fixture
def ended(registry: Component) -> dict[str, Any]:
    """Returns a review that has a subject list, and that was withdrawn."""
    registry.empty()
    unit = registry("business-unit")
    review = opened(unit)
    done(unit.post(f"/reviews/{review}/subjects", {"subjects": ["Harbourmaster"]}))
    return done(registry("decider").post(f"/reviews/{review}/end", {**DECIDED, "how": "withdrawn"}))


def aged(registry: Component, years: int) -> None:
    registry.clock.advance(timedelta(days=int(365.25 * years) + 1))
    registry.drain()


def test_review_is_disposed_of_years_after_its_end(registry: Component, ended: dict[str, Any]) -> None:
    decider, dispose = registry("decider"), {"of": ended["reference"], "choice": "dispose", "reason": "period-passed"}
    aged(registry, YEARS - 1)
    assert decider.get("/disposals").json() == []
    aged(registry, 1)
    (listed,) = decider.get("/disposals").json()
    assert (listed["id"], listed["reference"], listed["kind"]) == (ended["id"], ended["reference"], "review")
    assert [each["asks"] for each in decider.get("/waiting").json()] == ["decide-disposal"]
    done(decider.post("/disposals", dispose))
    erased = {each["_id"] for each in registry.stored("erased")}
    assert {ended["id"]} <= erased - {each["_id"] for each in registry.stored("keys")}
    shown = done(decider.get(f"/reviews/{ended['id']}"))
    assert (shown["reference"], shown["stage"], shown["ended"]["how"]) == (ended["reference"], "screening", "withdrawn")


def test_review_that_goes_on_again_is_not_due(registry: Component, ended: dict[str, Any]) -> None:
    decider = registry("decider")
    aged(registry, YEARS)
    done(decider.post(f"/reviews/{ended['id']}/reopenings", {**DECIDED, "stage": "screening"}))
    assert decider.get("/disposals").json() == []
    dispose = {"of": ended["id"], "choice": "dispose", "reason": "period-passed"}
    assert refused(decider.post("/disposals", dispose), 409) == [("disposal/not-due", "")]


def test_legal_hold_on_a_review_stops_its_disposal(registry: Component, ended: dict[str, Any]) -> None:
    decider = registry("decider")
    done(decider.post("/legal-holds", HOLD | {"of": ended["reference"]}))
    aged(registry, YEARS)
    assert decider.get("/disposals").json() == []
    (held,) = registry("business-unit").get("/legal-holds").json()
    assert (held["reference"], held["due_since"] is not None) == (ended["reference"], True)
