"""Access tokens for a broker with OAUTHBEARER logins: the client credentials grant (RFC 6749, section 4.4)."""

import asyncio
import time
from base64 import b64encode
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

from aiokafka.abc import AbstractTokenProvider
from pydantic import BaseModel, ConfigDict, Field, HttpUrl, ValidationError
from typing_extensions import override

from services.chassis.privacy.reasons import SafeFault

USED = 0.8
"""The share of a token's life for which it is used."""
REFUSED = (400, 401, 403)
"""The statuses of refused credentials (RFC 6749, section 5.2)."""
GAVE_NONE = "the token_url in the file of LEARNING_BROKER_CREDENTIALS gave no token"


class ClientCredentials(BaseModel):
    """The credentials of OAUTHBEARER."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    token_url: HttpUrl
    client_id: str = Field(min_length=1)
    client_secret: str = Field(min_length=1, repr=False)
    scope: str = ""


class NoToken(SafeFault, OSError):
    """The issuer gave no token. The client tries again."""


class TokenRefused(NoToken):
    """The issuer refused the credentials."""

    retriable = False


class Granted(BaseModel):
    """The answer of the issuer (RFC 6749, section 5.1)."""

    access_token: str = Field(min_length=1)
    expires_in: float = Field(default=60, gt=0)


class NoRedirects(HTTPRedirectHandler):
    """Redirects end the request, because they would carry the secret to another address."""

    @override
    def redirect_request(self, *answer: Any) -> None:
        """Returns no further request."""


ISSUER = build_opener(NoRedirects)


class Tokens(AbstractTokenProvider):  # type: ignore[misc]  # aiokafka has no types
    """The tokens of one client. Each is kept for most of its life."""

    def __init__(self, credentials: ClientCredentials, timeout_seconds: float) -> None:
        self.credentials, self.timeout_seconds = credentials, timeout_seconds
        self.kept, self.until = "", 0.0
        self.asking = asyncio.Lock()

    @override
    async def token(self) -> str:
        """Returns a valid token. Raises NoToken."""
        async with self.asking:
            if time.monotonic() >= self.until:
                began = time.monotonic()
                granted = await self._in_time()
                self.kept, self.until = granted.access_token, began + granted.expires_in * USED
            return self.kept

    async def _in_time(self) -> Granted:
        """Asks in a thread. The request's own limit counts from byte to byte, so it is not enough."""
        try:
            async with asyncio.timeout(self.timeout_seconds):
                return await asyncio.to_thread(self._granted)
        except TimeoutError:
            raise NoToken(f"{GAVE_NONE}: TimeoutError") from None

    def _granted(self) -> Granted:
        its = self.credentials
        form = {"grant_type": "client_credentials"} | ({"scope": its.scope} if its.scope else {})
        login = b64encode(f"{quote(its.client_id, safe='')}:{quote(its.client_secret, safe='')}".encode()).decode()
        headers = {"Authorization": f"Basic {login}", "Accept": "application/json"}
        request = Request(str(its.token_url), urlencode(form).encode(), headers)  # noqa: S310 - HttpUrl allows http alone
        try:
            with ISSUER.open(request, timeout=self.timeout_seconds) as answer:
                return Granted.model_validate_json(answer.read(65_536))
        except HTTPError as answer:
            answer.close()
            refused = answer.code in REFUSED
            raise (TokenRefused if refused else NoToken)(f"{GAVE_NONE}: status {answer.code}") from None
        except (ValidationError, HTTPException, OSError) as fault:
            raise NoToken(f"{GAVE_NONE}: {type(fault).__name__}") from None
