"""What an operator sees and does about parked messages, over HTTP."""

from typing import Any
from urllib.parse import urlsplit

import httpx

from local.deployment import Deployment
from local.parts.loopback import PLAIN
from local.people import REGISTRY
from local.waiting import eventually_async


def operator(deployment: Deployment, service: str = REGISTRY) -> httpx.Client:
    token = deployment.token("operator", agency="independent")
    return httpx.Client(
        base_url=deployment.url(service), headers={"Authorization": f"Bearer {token}"}, timeout=10, verify=PLAIN
    )


def parked(deployment: Deployment, service: str = REGISTRY) -> list[dict[str, Any]]:
    """Everything on the list, page by page, in order of arrival."""
    found: list[dict[str, Any]] = []
    with operator(deployment, service) as client:
        page = client.get("/parked", params={"limit": 50}).raise_for_status()
        found += page.json()
        while "next" in page.links:
            following = urlsplit(page.links["next"]["url"])
            page = client.get(f"{following.path}?{following.query}").raise_for_status()
            found += page.json()
    return sorted(found, key=lambda each: (each["lane"], each["number"]))


def waiting(deployment: Deployment, service: str = REGISTRY) -> list[dict[str, Any]]:
    return [each for each in parked(deployment, service) if each["status"] != "discarded"]


async def drained(deployment: Deployment, *services: str) -> None:
    """Returns once nothing waits there. A message leaves the list after it has taken effect, not with it."""

    async def empty() -> bool:
        return not any(waiting(deployment, each) for each in services)

    await eventually_async(empty, within=20, every=0.1, what="the lanes are drained")


def discard(deployment: Deployment, id_: str, service: str = REGISTRY) -> None:
    with operator(deployment, service) as client:
        client.post(f"/parked/{id_}/discards", json={"reason": "planted-by-a-test"}).raise_for_status()


def retry(deployment: Deployment, id_: str) -> None:
    with operator(deployment) as client:
        client.post(f"/parked/{id_}/retries", json={}).raise_for_status()
