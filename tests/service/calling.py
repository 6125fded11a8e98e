"""Calls to a service over HTTP, as somebody of a role."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

import httpx
from pydantic import BaseModel

from contracts.vocabulary.roles import INDEPENDENT, PARTNERSHIP, RESERVED, ROLES
from local.deployment import Deployment
from local.partnership import COUNCIL
from services.chassis.rules.standing import fitting, on_two_sides

Body = BaseModel | Mapping[str, Any]
ROLE_HOLDERS = "/role-holders"


@dataclass(frozen=True)
class Caller:
    """Somebody with a token, or with none. Every POST has a key of its own unless one is given."""

    client: httpx.Client
    token: str
    appointed: list[str] = field(default_factory=list)
    """Role holders that anybody has appointed by these calls."""

    def get(self, path: str, **params: Any) -> httpx.Response:
        return self.client.get(path, params=params, headers=self.headers())

    def post(self, path: str, body: Body | None = None, *, key: str = "", **headers: str) -> httpx.Response:
        response = self.client.post(path, json=plain(body or {}), headers=self.headers(key or str(uuid4()), **headers))
        if path == ROLE_HOLDERS and response.status_code == httpx.codes.CREATED:
            self.appointed.append(response.json()["id"])
        return response

    def headers(self, key: str = "", **more: str) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in more.items()}
        signed = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return signed | ({"Idempotency-Key": key} if key else {}) | named


@dataclass(frozen=True)
class People:
    """`people("decider")` calls as a decider."""

    deployment: Deployment
    client: httpx.Client
    appointed: list[str] = field(default_factory=list)

    def __call__(self, *roles: str, agency: str = "", person_ref: str = "", **claims: Any) -> Caller:
        """Without an agency, for the partnership or for nobody, as the roles need. Fails if the roles do not fit the agency."""
        acts_for = agency or next((each for each in (PARTNERSHIP, INDEPENDENT) if fits(roles, each)), "")
        assert fits(roles, acts_for), f"no token holds {roles} for {acts_for}"
        token = self.deployment.token(*roles, agency=acts_for, person_ref=person_ref, **claims)
        return Caller(self.client, token, self.appointed)


def fits(roles: Collection[str], agency: str) -> bool:
    """Whether one token may hold these roles for this agency. Roles that the services do not know fit everywhere."""
    known = ROLES & set(roles)
    return fitting(known, agency, {agency} - {*RESERVED}) == known and not on_two_sides(known)


def agency_of(role: str, agency: str) -> str:
    """This agency if the role may act for one, or else the one that the role acts for."""
    return next(each for each in (agency, PARTNERSHIP, INDEPENDENT) if fits((role,), each))


SIDES = (
    (("business-unit",), PARTNERSHIP),
    (("decider", "scrutineer", "facilitator", "lead-reviewer"), PARTNERSHIP),
    (("inspector", "operator"), INDEPENDENT),
    (("agency-lead", "contributor", "practitioner"), COUNCIL),
)
"""Tokens that hold as many roles as one may. Together they hold every role."""


def every_side(people: People) -> list[Caller]:
    """People who together may do everything."""
    return [people(*roles, agency=agency) for roles, agency in SIDES]


def on_the_side_of(people: People, roles: Collection[str]) -> Caller:
    """The first of them who holds one of these roles."""
    return next(people(*side, agency=agency) for side, agency in SIDES if not {*roles}.isdisjoint(side))


@contextmanager
def roles_given_back(tracking: People) -> Iterator[None]:
    """Ends the time in a role of everybody who was appointed within, and lets that day pass, however it ends.

    Otherwise a test that fails leaves its role holders in the directory, and others fail with it.
    """
    before = len(tracking.appointed)
    try:
        yield
    finally:
        clock = tracking.deployment.clock
        ended, tracking.appointed[before:] = tracking.appointed[before:], []
        for holder in ended:
            tracking("business-unit").post(f"{ROLE_HOLDERS}/{holder}/end", {"to_day": clock.now().date().isoformat()})
        if ended:
            clock.advance(timedelta(days=1))


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
