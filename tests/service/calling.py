"""Calls to a service over HTTP, as somebody of a role."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import httpx
from pydantic import BaseModel

from local.deployment import Deployment

Body = BaseModel | Mapping[str, Any]


@dataclass(frozen=True)
class Caller:
    """Somebody with a token, or with none. Every POST has a key of its own unless one is given."""

    client: httpx.Client
    token: str

    def get(self, path: str, **params: Any) -> httpx.Response:
        return self.client.get(path, params=params, headers=self.headers())

    def post(self, path: str, body: Body | None = None, *, key: str = "", **headers: str) -> httpx.Response:
        return self.client.post(path, json=plain(body or {}), headers=self.headers(key or str(uuid4()), **headers))

    def headers(self, key: str = "", **more: str) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        signed = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return signed | ({"Idempotency-Key": key} if key else {}) | named


@dataclass(frozen=True)
class People:
    """`people("decider")` calls as a decider."""

    deployment: Deployment
    client: httpx.Client

    def __call__(self, *roles: str, agency: str = "partnership", person_ref: str = "", **claims: Any) -> Caller:
        return Caller(self.client, self.deployment.token(*roles, agency=agency, person_ref=person_ref, **claims))


def plain(body: Body) -> dict[str, Any]:
    """A command as it is sent."""
    return body.model_dump(mode="json") if isinstance(body, BaseModel) else dict(body)


def done(response: httpx.Response, status: int = 200) -> dict[str, Any]:
    """The answer to what must work."""
    assert response.status_code == status, response.text
    read: dict[str, Any] = response.json()
    return read


def refused(response: httpx.Response, status: int) -> list[tuple[str, str]]:
    """Codes and paths of an answer that is a no, after a look at its form (RFC 9457)."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    read = response.json()
    assert read["status"] == status
    assert read["title"]
    assert all(each["message"] for each in read["errors"])
    return [(each["code"], each["path"]) for each in read["errors"]]
