"""Limits on how often a caller may call: the buckets, and the memory of one process (docs/decisions/0036).

The memory holds keyed hashes, whose key is drawn at the start and kept nowhere. So no address and no person can be read from
it, and nothing of it is stored or logged. Each process counts for itself.
"""

import hmac
import os
import time
from collections import OrderedDict
from collections.abc import AsyncIterator, Callable
from enum import StrEnum

from fastapi import Request

from services.chassis.http.refusals import HttpRefusal, too_many
from services.chassis.rules.callers import address_of, networks
from services.chassis.rules.rates import SECOND, read_rate, spend
from services.chassis.settings import HostSettings
from services.chassis.telemetry.metrics import LIMITED

MOST = 100_000
"""The callers that are remembered. The one that called longest ago is forgotten first."""


class Bucket(StrEnum):
    """A kind of call that is counted for itself."""

    PUBLIC = "public"
    WRONG_TOKENS = "wrong-tokens"
    WRONG_CODES = "wrong-codes"
    READS = "reads"
    COMMANDS = "commands"
    ANSWERS = "answers"
    SURVEYS = "surveys"
    SURVEY_CONCERNS = "survey-concerns"
    CONCERNS = "concerns"


SETTINGS = {
    Bucket.PUBLIC: "rate_public",
    Bucket.WRONG_TOKENS: "rate_wrong",
    Bucket.WRONG_CODES: "rate_wrong",
    Bucket.READS: "rate_reads",
    Bucket.COMMANDS: "rate_commands",
    Bucket.ANSWERS: "rate_answers",
    Bucket.SURVEYS: "rate_survey",
    Bucket.SURVEY_CONCERNS: "rate_survey_concerns",
    Bucket.CONCERNS: "rate_concerns",
}
"""The setting that holds the rate of each bucket."""


class Rates:
    """The calls that one process has counted, by bucket and caller."""

    def __init__(self, settings: HostSettings, now: Callable[[], int] = time.monotonic_ns, most: int = MOST) -> None:
        self._rates = {bucket: read_rate(getattr(settings, name)) for bucket, name in SETTINGS.items()}
        self._trusted = networks(settings.trusted_proxies)
        self._now, self._most, self._key = now, most, os.urandom(32)
        self._used: OrderedDict[bytes, int] = OrderedDict()

    def wait(self, bucket: Bucket, *who: str) -> int:
        """Counts a call. Returns 0 if it may come now, or else the whole seconds after which it may."""
        caller = self._hash(bucket, who)
        self._used[caller], wait = spend(self._used.get(caller, 0), self._now(), self._rates[bucket])
        self._used.move_to_end(caller)
        if len(self._used) > self._most:
            self._used.popitem(last=False)
        if wait:
            LIMITED.add(1, {"bucket": bucket.value})
        return -(-wait // SECOND)

    def is_spent(self, bucket: Bucket, *who: str) -> bool:
        """Returns true if a call would have to wait now. Counts nothing."""
        return spend(self._used.get(self._hash(bucket, who), 0), self._now(), self._rates[bucket])[1] > 0

    def count(self, bucket: Bucket, *who: str) -> None:
        """Counts a call. Raises a 429 if it comes too early."""
        if wait := self.wait(bucket, *who):
            raise too_many(wait)

    def _hash(self, bucket: Bucket, who: tuple[str, ...]) -> bytes:
        return hmac.digest(self._key, "\0".join((bucket, *who)).encode(), "sha256")

    def address(self, request: Request) -> str:
        """Returns the address that a request came from, as the trusted proxies saw it."""
        peer = request.client.host if request.client else ""
        return address_of(peer, request.headers.getlist("X-Forwarded-For"), self._trusted)


def rates_of(request: Request) -> Rates:
    """Returns the rates of the process that answers the request."""
    rates: Rates = request.app.state.rates
    return rates


async def count_wrong_codes(request: Request) -> AsyncIterator[None]:
    """Counts a request whose code opens nothing. A right code is never refused because of wrong ones."""
    try:
        yield
    except HttpRefusal as fault:
        if fault.status == 404:
            rates = rates_of(request)
            rates.count(Bucket.WRONG_CODES, rates.address(request))
        raise
