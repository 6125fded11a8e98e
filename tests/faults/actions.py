"""Action tracking as the registry hears it: real events, sent by the test. Each re-check is noted down by the registry once
more each time it takes effect, so that an effect twice, or out of order, shows."""

from collections.abc import Collection

from local.databases import documents
from local.deployment import Deployment
from local.waiting import eventually_async


def effects(deployment: Deployment, actions: Collection[str]) -> dict[str, list[int]]:
    """By action, the re-checks that the registry has noted, in its order."""
    stored = documents(deployment, actions)
    return {id_: [each["recheck"] for each in record["state"]["rechecks"]] for id_, record in stored.items()}


async def heard_all(deployment: Deployment, actions: Collection[str], rechecks: int, within: float = 60) -> None:
    """Returns once the last re-check of each action is noted: each once, in order, none left out."""

    async def arrived() -> bool:
        found = effects(deployment, actions)
        return len(found) == len(actions) and all(each and each[-1] == rechecks for each in found.values())

    await eventually_async(arrived, within=within, every=0.1, what=f"{len(actions)} actions are known with their re-checks")
    assert effects(deployment, actions) == {action: list(range(1, rechecks + 1)) for action in actions}
    assert {record["version"] for record in documents(deployment, actions).values()} == {rechecks + 1}
