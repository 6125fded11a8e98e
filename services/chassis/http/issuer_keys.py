"""The issuer's public keys: fetched beside the requests, and kept while the issuer does not answer."""

import asyncio
import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPException
from pathlib import Path
from typing import Any

import jwt
from jwt import PyJWK, PyJWKClient, PyJWKSet

from services.chassis.telemetry.logs import log_fault

FRESH = 300
"""Seconds after which known keys are fetched again, beside the requests that use them."""
KEPT = 86_400
"""Seconds for which known keys are used while the issuer does not answer."""
PAUSE = 10
"""Seconds between two fetches, so that tokens with made-up key ids do not flood the issuer."""
DEADLINE = 5
"""Seconds that a request waits for a fetch. All requests wait for the same one."""

Fetch = Callable[[], dict[str, Any]]


class IssuerAway(Exception):
    """The issuer does not answer, so a token with an unknown key id can be neither accepted nor refused."""


class IssuerKeys:
    """The keys by id. A token with a known key never waits."""

    def __init__(self, fetch: Fetch, now: Callable[[], float] = time.monotonic, *, deadline: float = DEADLINE) -> None:
        self._fetch, self._now, self._deadline = fetch, now, deadline
        self._keys: dict[str, PyJWK] = {}
        self._fetched = self._tried = float("-inf")
        self._fetching: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, "issuer-keys")
        """A thread of its own: an issuer that hangs holds up nothing else."""

    async def key(self, id_: str) -> PyJWK:
        """Returns the key. Raises KeyError for an id that the issuer does not have, or IssuerAway."""
        now = self._now()
        known = self._keys.get(id_) if now < self._fetched + KEPT else None
        if known and now < self._fetched + FRESH:
            return known
        running = self._fetching and not self._fetching.done()
        if now >= self._tried + PAUSE and not running:
            self._tried = now
            self._fetching = asyncio.create_task(self._refresh())
        if known:
            return known
        if self._fetching and not self._fetching.done():
            await asyncio.wait({self._fetching}, timeout=self._deadline)
        if self._fetched < self._tried:
            raise IssuerAway
        return self._keys[id_]

    async def _refresh(self) -> None:
        began = self._tried
        try:
            found = await asyncio.get_running_loop().run_in_executor(self._thread, self._fetch)
            self._keys, self._fetched = by_id(PyJWKSet.from_dict(found)), max(began, self._now())
        except (OSError, ValueError, AttributeError, TypeError, HTTPException, jwt.PyJWTError) as fault:
            log_fault(logging.WARNING, "sign-in: the issuer's keys cannot be fetched", fault)


def by_id(keys: PyJWKSet) -> dict[str, PyJWK]:
    return {key.key_id: key for key in keys.keys if key.key_id}


def fetched_from(address: str) -> Fetch:
    """Returns a function that fetches the keys over HTTPS. Raises jwt.PyJWTError."""
    client = PyJWKClient(address, cache_jwk_set=False, timeout=DEADLINE)
    return lambda: dict(client.fetch_data())


def read_from(file: Path) -> dict[str, PyJWK]:
    """Returns the keys in a file, by id. Raises ValueError, without a word of the file."""
    try:
        return by_id(PyJWKSet.from_json(file.read_text()))
    except (OSError, ValueError, AttributeError, TypeError, jwt.PyJWTError) as fault:
        raise ValueError(f"the file of the issuer's keys cannot be read ({type(fault).__name__})") from None
