"""Sign-in:

OIDC access tokens, checked for issuer, audience, expiry and one pinned algorithm (docs/access.md "Tokens").
"""

import hashlib
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import jwt
from fastapi import Depends, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from contracts.vocabulary.roles import ROLES
from contracts.vocabulary.types import UUID, Code, PersonRef
from services.chassis.http.access_tokens import is_access_token, lives_at_most
from services.chassis.http.issuer_keys import IssuerAway, IssuerKeys, fetched_from, read_from
from services.chassis.http.rates import Bucket, rates_of
from services.chassis.http.refusals import HttpRefusal
from services.chassis.rules.decisions import Actor, Reason
from services.chassis.rules.standing import fitting, on_two_sides
from services.chassis.settings import HostSettings

LEEWAY = 10
"""Seconds that the clocks of the issuer and of this service may differ."""
VERIFIED = 500
"""Tokens whose signature is not checked again."""
MOST_ROLES = 1000
"""Roles in a token, those of other applications included."""
BEARER = HTTPBearer(auto_error=False, description="An OIDC access token")
NOT_ALLOWED = "You cannot do this because your role does not allow it."
TWO_SIDES = Reason(
    "sign-in/two-sides",
    "Your account may not hold the business unit's role together with a decider's or the scrutineer's."
    " Ask the administrator of your accounts to remove one of them.",
)
DOES_NOT_FIT = Reason(
    "sign-in/role-and-agency",
    "Your role does not belong to the agency that your account names."
    " Ask the administrator of your accounts to correct one of them.",
)

AlsoActsFor = Callable[[Code], frozenset[Code]]
"""Returns the agencies that people of this one act for besides it, because one succeeded the other."""


def none_besides(agency: Code) -> frozenset[Code]:
    return frozenset()


class Claims(BaseModel):
    """The claims that the service reads. It never reads the name of a person."""

    model_config = ConfigDict(extra="ignore")

    sub: str
    roles: Annotated[tuple[str, ...], Field(max_length=MOST_ROLES)]
    agency: Code
    person_ref: PersonRef

    @field_validator("person_ref", mode="before")
    @classmethod
    def in_lower_case(cls, value: Any) -> Any:
        """Returns a UUID in lower case, because its case means nothing (RFC 9562)."""
        return value.lower() if isinstance(value, str) and re.fullmatch(UUID, value, re.IGNORECASE) else value


@dataclass(frozen=True)
class Verified:
    """A token that was right: the key that signed it, the second at which it expires, and its claims."""

    key: jwt.PyJWK
    expires: int
    claims: Claims


class Identity:
    """Checks tokens against the issuer's keys, and fetches the keys again when they rotate.

    A service sets `agencies` to all that its settings know, and `also_acts_for`, so that people act for the agencies that
    theirs took over.
    """

    def __init__(self, settings: HostSettings) -> None:
        self.settings = settings
        self.agencies: Callable[[], frozenset[Code]] = frozenset
        self.also_acts_for: AlsoActsFor = none_besides
        away = settings.jwks.startswith("https://")
        self.remote = IssuerKeys(fetched_from(settings.jwks)) if away else None
        self.local = {} if away else read_from(Path(settings.jwks))
        self.verified: dict[bytes, Verified] = {}
        """Tokens by their hash, the oldest first."""

    async def actor(self, token: str | None) -> Actor:
        """Returns the person whom a token names, with the roles that fit the agency.

        Raises a 401 that does not say what was wrong with the token, a 403 if its roles fit neither the agency nor each
        other, or a 503 if the issuer's keys cannot be fetched.
        """
        if not token:
            raise _sign_in()
        try:
            claims = await self._claims(token)
        except IssuerAway:
            raise HttpRefusal(
                503, "We cannot check your sign-in at the moment. Try again in a few seconds.", headers={"Retry-After": "5"}
            ) from None
        except (jwt.PyJWTError, ValidationError, KeyError, TypeError, ValueError):
            raise _sign_in() from None
        roles = fitting(claims.roles, claims.agency, self.agencies())
        if on_two_sides(roles):
            raise HttpRefusal(403, NOT_ALLOWED, TWO_SIDES)
        if not roles and not ROLES.isdisjoint(claims.roles):
            raise HttpRefusal(403, NOT_ALLOWED, DOES_NOT_FIT)
        return Actor(roles, claims.agency, claims.person_ref, self.also_acts_for(claims.agency))

    async def _claims(self, token: str) -> Claims:
        """Returns the claims of a right token. Its signature is checked once, as long as the issuer's key stays the same.

        Whether it has expired is checked at each use. Raises as `actor`, or an exception of the reading.
        """
        digest = hashlib.sha256(token.encode()).digest()
        known = self.verified.get(digest)
        key = await self._key(known.key.key_id if known else jwt.get_unverified_header(token)["kid"])
        if known and known.key is key and time.time() < known.expires + LEEWAY:
            return known.claims
        read = jwt.decode_complete(
            token,
            key=key.key,
            algorithms=[self.settings.algorithm],
            issuer=self.settings.issuer,
            audience=self.settings.audience,
            leeway=LEEWAY,
            options={"require": ["exp", "iat", "sub", "aud", "iss"]},
        )
        header, payload = read["header"], read["payload"]
        if not is_access_token(header, payload) or not lives_at_most(payload, self.settings.longest_token_seconds):
            raise _sign_in()
        claims = Claims.model_validate(self._read(payload))
        if len(self.verified) >= VERIFIED:
            self.verified.pop(next(iter(self.verified)))
        self.verified[digest] = Verified(key, int(payload["exp"]), claims)
        return claims

    def _read(self, payload: dict[str, Any]) -> dict[str, Any]:
        names = {
            "roles": self.settings.claim_roles,
            "agency": self.settings.claim_agency,
            "person_ref": self.settings.claim_person_ref,
        }
        return payload | {ours: claim(payload, theirs) for ours, theirs in names.items()}

    async def _key(self, id_: Any) -> jwt.PyJWK:
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
    """A dependency of a route: returns the person who calls.

    Raises a 401, a 403 without one of the roles, or a 429. A right token is never refused for wrong ones of its address.
    """

    roles: tuple[str, ...]

    async def __call__(
        self, request: Request, bearer: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]
    ) -> Actor:
        identity: Identity = request.app.state.identity
        rates = rates_of(request)
        try:
            actor = await identity.actor(bearer.credentials if bearer else None)
        except HttpRefusal as fault:
            if fault.status == 401:
                rates.count(Bucket.WRONG_TOKENS, rates.address(request))
            raise
        request.state.signed_in = actor
        rates.count(Bucket.READS if request.method == "GET" else Bucket.COMMANDS, actor.agency, actor.person_ref)
        if not actor.holds(*self.roles):
            raise HttpRefusal(403, NOT_ALLOWED)
        return actor


def signed_in(*roles: str) -> SignedIn:
    """Returns the dependency that lets people with one of the roles in."""
    return SignedIn(roles)
