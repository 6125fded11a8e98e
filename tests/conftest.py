"""Which tests stay together, and which begin first, when several processes share them (`make test`); and that a law holds or
does not, however slow the machine is."""

import gc

import pytest
from hypothesis import HealthCheck, settings
from typing_extensions import override
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

settings.register_profile("slow machine", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("slow machine")

gc.disable()  # nothing of what collecting makes is thrown away: looking through it again and again was half of its time

LONGEST_FIRST = ("service", "faults", "journeys", "component", "conformance", "contracts", "unit")
"""Folders. What waits for processes begins early, so that the many short tests fill what is left."""


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
    if hasattr(config, "workerinput"):
        items.sort(key=lambda item: LONGEST_FIRST.index(item.path.relative_to(config.rootpath / "tests").parts[0]))


def pytest_collection_finish() -> None:
    gc.freeze()
    gc.enable()
