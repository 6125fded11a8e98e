"""All four services in the test's own process, and one of everything that they keep."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.component.harness import Components, Connected, components
from tests.conformance.everything import Ids, one_of_each

HERE = Path(__file__).parent
SETTING_UP = 300
"""Seconds for a test and its share of bringing about one of everything, also on a machine that does more besides."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Gives each test here the time that its examples take: they are some 250 commands and all that follows from them."""
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.timeout(SETTING_UP))


@pytest.fixture(scope="package")
def services() -> Iterator[Connected]:
    with components() as found:
        yield found.connected()


@pytest.fixture(scope="package")
def apart() -> Iterator[Components]:
    """Services of their own, for tests that leave more behind than examples."""
    with components() as found:
        yield found


@pytest.fixture(scope="package")
def there(services: Connected) -> Ids:
    """One of each thing that a route may name."""
    return one_of_each(services)
