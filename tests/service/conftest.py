"""One deployment for all service tests, and somebody of any role to call it as."""

from collections.abc import Generator, Iterator, Mapping
from contextlib import ExitStack

import httpx
import pytest

from local.deployment import Deployment
from local.parts.names import SERVICES
from tests.service.calling import Caller, People, roles_given_back

SETTINGS = {"poll_seconds": 0.5, "replication": 1, "group_session_seconds": 3}
REGISTRY, TRACKING, FEEDBACK, LEARNING = SERVICES


@pytest.fixture(scope="package")
def deployment() -> Iterator[Deployment]:
    """Ended with the last service test: even idle, it takes a fifth of a core from the fault tests."""
    with Deployment(settings=SETTINGS) as running:
        yield running


@pytest.fixture(scope="package")
def services(deployment: Deployment) -> Iterator[Mapping[str, People]]:
    """Every service, as anybody may call it."""
    with ExitStack() as open_:
        yield {
            name: People(deployment, open_.enter_context(httpx.Client(base_url=deployment.url(name), timeout=20)))
            for name in SERVICES
        }


@pytest.fixture(scope="package")
def registry(services: Mapping[str, People]) -> People:
    return services[REGISTRY]


@pytest.fixture(scope="package")
def tracking(services: Mapping[str, People]) -> People:
    return services[TRACKING]


@pytest.fixture(autouse=True)
def _roles_are_given_back(tracking: People) -> Iterator[None]:
    with roles_given_back(tracking):
        yield


@pytest.fixture(scope="module", autouse=True)
def _roles_of_a_module_are_given_back(tracking: People) -> Iterator[None]:
    with roles_given_back(tracking):
        yield


@pytest.fixture(scope="package")
def feedback(services: Mapping[str, People]) -> People:
    return services[FEEDBACK]


@pytest.fixture(scope="package")
def learning(services: Mapping[str, People]) -> People:
    return services[LEARNING]


@pytest.fixture(scope="package")
def unit(registry: People) -> Caller:
    return registry("business-unit")


@pytest.fixture(scope="package")
def decider(registry: People) -> Caller:
    return registry("decider")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What the parts said is shown with a failed test."""
    report = yield
    running = getattr(item, "funcargs", {}).get("deployment")
    if report.failed and running is not None:
        report.sections.append(("the parts", running.logs(30)))
    return report
