"""Rates for a test: the services of tests have none that a test would reach."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from services.chassis.http.rates import Rates
from services.chassis.rules.rates import SECOND
from services.chassis.settings import HostSettings
from tests.component.harness import Component

OWN = {name: field.default for name, field in HostSettings.model_fields.items() if name.startswith("rate_")}
"""The rates that a service has without any setting."""


class Clock:
    """A clock that only the test moves, in nanoseconds."""

    def __init__(self) -> None:
        self.now = 0

    def __call__(self) -> int:
        return self.now

    def advance(self, by: timedelta) -> None:
        self.now += int(by.total_seconds()) * SECOND


@contextmanager
def limited(component: Component, **changed: str) -> Iterator[Clock]:
    """Gives a service its own rates, or these, and nothing counted yet."""
    before, clock = component.app.state.rates, Clock()
    component.app.state.rates = Rates(component.service.settings.model_copy(update=OWN | changed), clock)
    try:
        yield clock
    finally:
        component.app.state.rates = before
