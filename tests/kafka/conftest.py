"""Deployments on Apache Kafka itself: `make test STACK=containers`. Elsewhere these tests are skipped with the reason."""

from collections.abc import Generator

import pytest


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Shows what the parts logged with a failed test."""
    report = yield
    for running in getattr(item, "funcargs", {}).values():
        if report.failed and hasattr(running, "start_part"):
            report.sections.append(("the parts", running.logs(30)))
    return report
