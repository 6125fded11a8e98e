"""Which tests stay together, and which begin first, when several processes share them (`make test`)."""

import pytest

LONGEST_FIRST = ("service", "faults", "journeys", "contracts", "unit")
"""Folders. What waits for processes begins early, so that the many short tests fill what is left."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The service tests share one deployment, and the tests of a file its fixtures: neither is started twice."""
    if not getattr(config.option, "loadgroup", False):
        return
    items.sort(key=lambda item: LONGEST_FIRST.index(_folder(item)))
    for item in items:
        item.add_marker(pytest.mark.xdist_group("service" if _folder(item) == "service" else str(item.path)))


def _folder(item: pytest.Item) -> str:
    return item.path.relative_to(item.config.rootpath / "tests").parts[0]
