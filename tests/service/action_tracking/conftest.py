"""The clock of these tests starts on a Monday, moves only forward, and is reset afterwards."""

from collections.abc import Iterator

import pytest

from local.deployment import Deployment
from tests.service.action_tracking.steps import BEGIN


@pytest.fixture(scope="package", autouse=True)
def time_of_its_own(deployment: Deployment) -> Iterator[None]:
    deployment.clock.move_to(BEGIN)
    yield
    deployment.clock.reset()
