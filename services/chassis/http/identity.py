"""Sign-in:

OIDC access tokens, checked for issuer, audience, expiry and one pinned algorithm (docs/access.md "Tokens").
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import jwt
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, ValidationError

from contracts.vocabulary.roles import ROLES
from contracts.vocabulary.types import Code, PersonRef
from services.chassis.http.issuer_keys import IssuerAway, IssuerKeys, fetched_from, read_from
from services.chassis.http.refusals import HttpRefusal
from services.chassis.rules.decisions import Actor
from services.chassis.settings import HostSettings

LEEWAY = 10
"""Seconds that the clocks of the issuer and of this service may differ."""
BEARER = HTTPBearer(auto_error=False, description="An OIDC access token")


AlsoActsFor = Callable[[Code], frozenset[Code]]
"""Returns the agencies that people of this one act for besides it, because one succeeded the other."""


def none_besides(agency: Code) -> frozenset[Code]:
    return frozenset()


class Claims(BaseModel):
    """The claims that the service reads. It never reads the name of a person."""

    model_config = ConfigDict(extra="ignore")

    sub: str
    roles: tuple[str, ...]
    agency: Code
    person_ref: PersonRef


class Identity:
    """Checks tokens against the issuer's keys, and fetches the keys again when they rotate.

    A service sets `also_acts_for`, so that people act for the agencies that theirs took over.
    """

    def __init__(self, settings: HostSettings) -> None:
        self.settings = settings
        self.also_acts_for: AlsoActsFor = none_besides
        away = settings.jwks.startswith("https://")
        self.remote = IssuerKeys(fetched_from(settings.jwks)) if away else None
        self.local = {} if away else read_from(Path(settings.jwks))

    async def actor(self, token: str | None) -> Actor:
        """Returns the person whom a token names, with the roles that the services know.

        Raises a 401 that does not say what was wrong, or a 503 if the issuer's keys cannot be fetched.
        """
        if not token:
            raise _sign_in()
        try:
            payload = jwt.decode_complete(
                token,
                key=(await self._key(token)).key,
                algorithms=[self.settings.algorithm],
                issuer=self.settings.issuer,
                audience=self.settings.audience,
                leeway=LEEWAY,
                options={"require": ["exp", "iat", "sub", "aud", "iss"]},
            )["payload"]
            claims = Claims.model_validate(self._read(payload))
        except IssuerAway:
            raise HttpRefusal(
                503, "We cannot check your sign-in at the moment. Try again in a few seconds.", headers={"Retry-After": "5"}
            ) from None
        except (jwt.PyJWTError, ValidationError, KeyError, TypeError, ValueError):
            raise _sign_in() from None
        return Actor(ROLES & set(claims.roles), claims.agency, claims.person_ref, self.also_acts_for(claims.agency))

    def _read(self, payload: dict[str, Any]) -> dict[str, Any]:
        names = {
            "roles": self.settings.claim_roles,
            "agency": self.settings.claim_agency,
            "person_ref": self.settings.claim_person_ref,
        }
        return payload | {ours: claim(payload, theirs) for ours, theirs in names.items()}

    async def _key(self, token: str) -> jwt.PyJWK:
        id_ = jwt.get_unverified_header(token)["kid"]
        return await self.remote.key(id_) if self.remote else self.local[id_]


def claim(payload: dict[str, Any], name: str) -> Any:
    """Returns a claim, or one inside another: `realm_access.roles`. Raises KeyError or TypeError."""
    found: Any = payload
    for part in [name] if name in payload else name.split("."):
        found = found[part]
    return found


def _sign_in() -> HttpRefusal:
    return HttpRefusal(
        401, "Sign in. Your access token is missing, invalid or out of date.", headers={"WWW-Authenticate": "Bearer"}
    )


@dataclass(frozen=True)
class SignedIn:
    """A dependency of a route: returns the person who calls. Raises a 401, or a 403 without one of the roles."""

    roles: tuple[str, ...]

    async def __call__(
        self, request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]
    ) -> Actor:
        identity: Identity = request.app.state.identity
        actor = await identity.actor(bearer.credentials if bearer else None)
        request.state.signed_in = actor
        if not actor.holds(*self.roles):
            raise HttpRefusal(403, "You cannot do this because your role does not allow it.")
        return actor


def signed_in(*roles: str) -> SignedIn:
    """Returns the dependency that lets people with one of the roles in."""
    return SignedIn(roles)
