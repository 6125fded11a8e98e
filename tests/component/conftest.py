"""A service in the test's own process for each test file: nothing is stored when the file's first test begins."""

from collections.abc import Callable, Iterator

import pytest

from local.parts.names import SERVICES
from tests.component.harness import Component, Components, components

REGISTRY, TRACKING, FEEDBACK, LEARNING = SERVICES


@pytest.fixture(scope="package")
def in_process() -> Iterator[Components]:
    with components() as found:
        yield found


@pytest.fixture(scope="module")
def component(in_process: Components) -> Callable[[str], Component]:
    """Makes a service ready by its name, once a test file."""
    ready: dict[str, Component] = {}

    def named(name: str) -> Component:
        if name not in ready:
            ready[name] = in_process.emptied(name)
        return ready[name]

    return named


@pytest.fixture(scope="module")
def registry(component: Callable[[str], Component]) -> Component:
    return component(REGISTRY)


@pytest.fixture(scope="module")
def tracking(component: Callable[[str], Component]) -> Component:
    return component(TRACKING)


@pytest.fixture(scope="module")
def feedback(component: Callable[[str], Component]) -> Component:
    return component(FEEDBACK)


@pytest.fixture(scope="module")
def learning(component: Callable[[str], Component]) -> Component:
    return component(LEARNING)
