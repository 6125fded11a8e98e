"""Which tests stay together, and which begin first, when several processes share them (`make test`); which are skipped because
their stack is not there; and that a law holds or does not, however slow the machine is."""

import gc
from collections.abc import Generator, Iterator
from contextlib import contextmanager

import pytest
from hypothesis import HealthCheck, settings
from typing_extensions import override
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from local.grounds.ground import CONTAINERS, EMBEDDED, STACK, NotOnThisStack, missing

settings.register_profile("slow machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("slow machine")

gc.disable()  # nothing of what collecting makes is thrown away: looking through it again and again was half of its time

LONGEST_FIRST = ("kafka", "service", "faults", "journeys", "component", "conformance", "contracts", "unit")
"""Folders. What waits for processes begins early, so that the many short tests fill what is left."""
KAFKA = "kafka"
WHOLE_STACKS = {"faults": 180, "journeys": 240, "conformance": 300}
"""Seconds that a test and its share of setting up may take, by folder. Some play a year, or start four services twice: 45
seconds on a quiet machine, and several times as many beside the tests of two more processes."""
PATIENCE = 300
"""Seconds that a test may take on another stack than the embedded one. A time limit of its own comes first."""
ON_A_STACK = (KAFKA, "service", "faults", "journeys", "component")


class Together(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """The service tests share one deployment, and the tests of a file its fixtures: neither is started twice."""

    @override
    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return "tests/service" if path.startswith("tests/service/") else path


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Together:
    config.option.loadscopereorder = False
    return Together(config, log)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    def folder(item: pytest.Item) -> str:
        return item.path.relative_to(config.rootpath / "tests").parts[0]

    reasons = dict.fromkeys(ON_A_STACK, missing(STACK))
    if STACK != CONTAINERS:
        reasons[KAFKA] = "it needs a broker of its own on Apache Kafka: make test STACK=containers"
    for item in items:
        if reason := reasons.get(folder(item)):
            item.add_marker(pytest.mark.skip(reason=reason))
        if limit := WHOLE_STACKS.get(folder(item)):
            item.add_marker(pytest.mark.timeout(limit))
        if STACK != EMBEDDED and folder(item) in ON_A_STACK:
            item.add_marker(pytest.mark.timeout(PATIENCE))
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: LONGEST_FIRST.index(folder(item)))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup() -> Generator[None, object, object]:
    with skipped_where_the_stack_cannot():
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None, object, object]:
    with skipped_where_the_stack_cannot():
        return (yield)


@contextmanager
def skipped_where_the_stack_cannot() -> Iterator[None]:
    """Skips a test that asks its stack for something that the stack cannot do, also from within a group of tasks."""
    try:
        yield
    except NotOnThisStack as reason:
        pytest.skip(str(reason))
    except ExceptionGroup as several:
        cannot, other = several.split(NotOnThisStack)
        if cannot is None or other is not None:
            raise
        pytest.skip(str(cannot.exceptions[0]))


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()
