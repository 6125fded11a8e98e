"""Checks that a signed token is an access token, and that it does not live too long.

An issuer signs ID tokens and others with the same keys. Sources: RFC 9068 "JWT Profile for OAuth 2.0 Access Tokens",
OpenID Connect Core 1.0 section 3.1.3.6, and the access tokens of Keycloak and Microsoft Entra ID.
"""

from collections.abc import Mapping
from typing import Any

TYPES = ("jwt", "at+jwt")
"""Header `typ` of an access token, in lower case. RFC 9068 says `at+jwt`; Keycloak and Entra ID say `JWT` by default."""
ACCESS = "Bearer"
"""Claim `typ` in Keycloak's access tokens. Its other tokens say `ID`, `Refresh`, `Logout` or `DPoP`."""
NOT_OF_ACCESS_TOKENS = frozenset({"at_hash", "c_hash", "nonce", "events"})
"""Claims of ID tokens and logout tokens. Only an access token that says its type may have them."""


def is_access_token(header: Mapping[str, Any], payload: Mapping[str, Any]) -> bool:
    """Returns false if header or claims show that the token is of another kind."""
    type_ = str(header.get("typ", "JWT")).lower().removeprefix("application/")
    if type_ not in TYPES or payload.get("typ", ACCESS) != ACCESS:
        return False
    says_so = type_ == "at+jwt" or "typ" in payload
    return says_so or NOT_OF_ACCESS_TOKENS.isdisjoint(payload)


def lives_at_most(payload: Mapping[str, Any], seconds: int) -> bool:
    """Returns true if the token expires at most so long after it was issued. `exp` and `iat` are checked before."""
    return int(payload["exp"]) - int(payload["iat"]) <= seconds
