"""Deployments on Apache Kafka itself: `make test STACK=containers`. Elsewhere these tests are skipped with the reason."""

from collections.abc import Generator, Iterator

import pytest

from local.databases import CLIENTS, close


@pytest.fixture(scope="package", autouse=True)
def _clients_are_closed() -> Iterator[None]:
    yield
    while CLIENTS:
        close(CLIENTS.popitem()[1])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Shows what the parts logged with a failed test."""
    report = yield
    for running in getattr(item, "funcargs", {}).values():
        if report.failed and hasattr(running, "start_part"):
            report.sections.append(("the parts", running.logs(30)))
    return report
