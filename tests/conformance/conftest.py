"""All four services in the test's own process, and one of everything that they keep."""

from collections.abc import Iterator

import pytest

from tests.component.harness import Components, Connected, components
from tests.conformance.everything import Ids, one_of_each


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
