"""A broker that is away until the services have given a request up, however often that was so before."""

import time
from collections import Counter
from collections.abc import Callable, Sequence

from local.databases import database
from local.deployment import Deployment
from local.parts.names import BROKER
from local.waiting import eventually_async
from tests.faults.limits import BROKER_TIMEOUT


def failed(deployment: Deployment, services: Sequence[str]) -> Counter[str]:
    """How often sending has failed for each document of theirs, since it last worked."""
    found: Counter[str] = Counter()
    for service in services:
        with database(deployment, service) as there:
            documents = there.aggregates.find({"trouble.outbox.attempts": {"$gt": 0}}, {"trouble": 1})
            found.update({each["_id"]: each["trouble"]["outbox"]["attempts"] for each in documents})
    return found


async def until_given_up(deployment: Deployment, away: Callable[[str], None], services: Sequence[str]) -> None:
    """The broker is away for longer than a request to it may take, until one more has failed; then it is back."""
    before, began = failed(deployment, services), time.monotonic()
    away(BROKER)

    async def noticed() -> bool:
        return time.monotonic() - began > BROKER_TIMEOUT and bool(failed(deployment, services) - before)

    await eventually_async(noticed, within=20, every=0.1, what="a request to the broker has failed")
    deployment.mend(BROKER)
