"""One deployment a module, with short time limits; what went wrong in it is shown with a failed test."""

import asyncio
from collections.abc import Generator, Iterator
from contextlib import suppress

import pytest

from tests.faults.actions import TRACKING
from tests.faults.limits import SHORT
from tests.faults.people import REGISTRY, serves
from tests.support.deployment import BROKER, STORE, Deployment
from tests.support.embedded import Embedded


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    """The registry serves; it may not have its place in the consumer group yet."""
    with Embedded(services=(), links=True, settings=SHORT) as running:
        running.start_part(REGISTRY, wait=False)
        asyncio.run(serves(running))
        yield running
        for part in (REGISTRY, f"{REGISTRY}#2", TRACKING):
            with suppress(KeyError):  # not running
                running.kill(part)  # asked to end, it would first wait for its place in the group


@pytest.fixture(autouse=True)
def whole(request: pytest.FixtureRequest) -> Iterator[None]:
    """Whatever a test did to the links, the next one finds them whole."""
    yield
    if "deployment" in request.fixturenames:
        running: Deployment = request.getfixturevalue("deployment")
        for link in (BROKER, STORE):
            running.mend(link)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    running = getattr(item, "funcargs", {}).get("deployment")
    if report.failed and running is not None:
        report.sections.append(("the parts", running.logs(30)))
    return report
