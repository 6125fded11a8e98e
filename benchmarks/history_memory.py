"""Memory of a service before and after people read three large histories."""

import httpx

from benchmarks.idle_memory import held
from benchmarks.measuring import Figure, Target
from benchmarks.slopes.registry import REGISTRY, large_history
from local.deployment import Deployment
from local.parts.loopback import PLAIN
from local.parts.processes import recorded
from tests.component.harness import Component

FINDINGS, ENTRIES = 200, 60
READS = 3


def figures() -> list[Figure]:
    """Returns a row whose yardstick is the same process, after it has shown one page."""
    with Deployment(services=(REGISTRY,)) as deployment:
        review = large_history(Component(REGISTRY, deployment), FINDINGS, ENTRIES)["review"]
        pid = next(each.pid for each in recorded(deployment.folder) if each.name == REGISTRY)
        client = httpx.Client(base_url=deployment.url(REGISTRY), verify=PLAIN, timeout=60)
        client.headers["Authorization"] = f"Bearer {deployment.token('decider', agency='partnership')}"
        with client:
            client.get(f"/reviews/{review}/history?limit=1").raise_for_status()
            before = held(pid)
            for _ in range(READS):
                _read_all(client, f"/reviews/{review}/history?limit={ENTRIES}")
            after = held(pid)
    return [
        Figure(
            f"memory after {READS} histories of a review with {FINDINGS} findings and {ENTRIES} entries",
            "the same process before",
            Target("at most", 1.3),
            after / before,
            after / before,
            after / before,
            "MiB",
            after / 1024,
            before / 1024,
            0,
        )
    ]


def _read_all(client: httpx.Client, page: str | None) -> None:
    while page:
        answer = client.get(page).raise_for_status()
        page = answer.links["next"]["url"] if "next" in answer.links else None
