"""One deployment a module, with short time limits, or a store for all that need no service; what went wrong in a deployment is
shown with a failed test."""

import asyncio
from collections.abc import Generator, Iterator
from contextlib import ExitStack, suppress

import pymongo
import pytest
from pymongo.database import Database

from local.databases import CLIENTS, Record, close
from local.deployment import Deployment
from local.parts.names import BROKER, SERVICES, STORE
from local.people import REGISTRY, serves
from local.scenarios.action_tracking import TRACKING
from local.wire import make_topics
from tests.faults.limits import SHORT


@pytest.fixture(scope="module")
def deployment() -> Iterator[Deployment]:
    """The registry serves; it may not have its place in the consumer group yet."""
    with Deployment(services=(), links=True, forked=True, settings=SHORT) as running:
        running.start_part(REGISTRY, wait=False)
        asyncio.run(serves(running))
        yield running
        for part in (REGISTRY, f"{REGISTRY}#2", TRACKING):
            with suppress(KeyError):  # not running
                running.kill(part)  # asked to end, it would first wait for its place in the group


@pytest.fixture(scope="package")
def alone() -> Iterator[tuple[Deployment, list[Database[Record]]]]:
    """A broker and a store, and the services' databases."""
    with Deployment(services=()) as running, ExitStack() as open_:
        asyncio.run(make_topics(running, TRACKING))
        clients = [open_.enter_context(pymongo.MongoClient[Record](running.store_uri(service))) for service in SERVICES]
        yield running, [client.get_default_database() for client in clients]


@pytest.fixture(scope="package", autouse=True)
def _clients_are_closed() -> Iterator[None]:
    yield
    while CLIENTS:
        close(CLIENTS.popitem()[1])


@pytest.fixture
def stored(alone: tuple[Deployment, list[Database[Record]]]) -> Deployment:
    """Where a store is enough: it is empty, for a sweep sees all there is."""
    running, databases = alone
    for each in databases:
        for name in each.list_collection_names():
            each[name].delete_many({})
    return running


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
