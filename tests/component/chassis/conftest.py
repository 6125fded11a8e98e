"""A real store without a service: nothing is stored when a test begins."""

import pytest

from local.databases import database
from local.deployment import Deployment
from local.scenarios.action_tracking import TRACKING
from tests.component.harness import COLLECTIONS, Components


@pytest.fixture
def stored(in_process: Components) -> Deployment:
    with database(in_process.deployment, TRACKING) as found:
        for name in COLLECTIONS:
            found[name].delete_many({})
    return in_process.deployment
