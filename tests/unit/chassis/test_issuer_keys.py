"""Keys of the issuer: an issuer that is slow or away holds up nobody whose key is known."""

import asyncio
import json
import threading
from http.client import BadStatusLine, IncompleteRead
from pathlib import Path
from typing import Any

import jwt
import pytest

from local.parts.tokens import KEY_ID, Issuer
from services.chassis.http.issuer_keys import FRESH, KEPT, PAUSE, IssuerAway, IssuerKeys


class Provider:
    """An issuer that answers, is away, or hangs, on a clock that the test moves."""

    def __init__(self, folder: Path) -> None:
        self.keys: dict[str, Any] = json.loads(Issuer(folder).jwks.read_text())
        self.moment, self.asked, self.away = 1000.0, 0, False
        self.fault: Exception | None = None
        self.answering = threading.Event()
        self.answering.set()

    def fetch(self) -> dict[str, Any]:
        self.asked += 1
        self.answering.wait()
        if self.fault:
            raise self.fault
        if self.away:
            raise jwt.PyJWKClientConnectionError
        return self.keys

    def now(self) -> float:
        return self.moment


@pytest.fixture
def provider(tmp_path: Path) -> Provider:
    return Provider(tmp_path)


async def test_keys_are_fetched_once_and_again_beside_requests(provider: Provider) -> None:
    keys = IssuerKeys(provider.fetch, provider.now)
    found = await asyncio.gather(*(keys.key(KEY_ID) for _ in range(10)))
    assert ({each.key_id for each in found}, provider.asked) == ({KEY_ID}, 1)
    provider.moment += FRESH
    provider.answering.clear()
    assert (await keys.key(KEY_ID)).key_id == KEY_ID
    provider.answering.set()


async def test_known_keys_are_kept_while_the_issuer_is_away(provider: Provider) -> None:
    keys = IssuerKeys(provider.fetch, provider.now)
    await keys.key(KEY_ID)
    provider.away, provider.moment = True, provider.moment + KEPT - 1
    assert (await keys.key(KEY_ID)).key_id == KEY_ID
    provider.moment += 1
    with pytest.raises(IssuerAway):
        await keys.key(KEY_ID)


async def test_made_up_key_ids_hold_up_nobody_while_the_issuer_hangs(provider: Provider) -> None:
    keys = IssuerKeys(provider.fetch, provider.now, deadline=0.5)
    await keys.key(KEY_ID)
    provider.moment += FRESH + 1
    provider.answering.clear()
    strangers = [asyncio.create_task(keys.key(f"made-up-{number}")) for number in range(50)]
    await asyncio.sleep(0)
    assert (await keys.key(KEY_ID)).key_id == KEY_ID
    assert not any(each.done() for each in strangers), "the known key came while all others wait"
    outcomes = await asyncio.gather(*strangers, return_exceptions=True)
    assert {type(each) for each in outcomes} == {IssuerAway}
    assert provider.asked == 2
    provider.answering.set()


async def test_unknown_key_ids_do_not_flood_the_issuer(provider: Provider) -> None:
    keys = IssuerKeys(provider.fetch, provider.now)
    for _ in range(20):
        with pytest.raises(KeyError):
            await keys.key("made-up")
    assert provider.asked == 1
    provider.keys["keys"].append(provider.keys["keys"][0] | {"kid": "new"})
    provider.moment += PAUSE
    assert (await keys.key("new")).key_id == "new"
    assert provider.asked == 2


async def test_fetch_that_hangs_is_not_begun_again(provider: Provider) -> None:
    """One request to an issuer that hangs stays the only one, also once it answers."""
    keys = IssuerKeys(provider.fetch, provider.now, deadline=0.05)
    await keys.key(KEY_ID)
    provider.answering.clear()
    for number in range(5):
        provider.moment += PAUSE
        with pytest.raises((IssuerAway, KeyError)):
            await keys.key(f"made-up-{number}")
        assert (await keys.key(KEY_ID)).key_id == KEY_ID
    provider.answering.set()
    assert keys._fetching
    await keys._fetching
    assert provider.asked == 2


@pytest.mark.parametrize("fault", [OSError(), ValueError(), BadStatusLine("x"), IncompleteRead(b""), jwt.PyJWKClientError()])
async def test_any_fault_of_a_fetch_keeps_the_known_keys(fault: Exception, provider: Provider) -> None:
    keys = IssuerKeys(provider.fetch, provider.now)
    await keys.key(KEY_ID)
    provider.fault, provider.moment = fault, provider.moment + FRESH
    with pytest.raises(IssuerAway):
        await keys.key("another")
    assert (await keys.key(KEY_ID)).key_id == KEY_ID
