"""Fields are sealed under a key that is named in the value, and keys rotate without downtime."""

import base64
import json
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.privacy.keyring import Keyring, read_keyring

FIRST = Keyring("k1", {"k1": bytes(range(32))})
ROTATED = Keyring("k2", FIRST.keys | {"k2": bytes(range(32, 64))})


def kept(path: Path, document: object) -> Path:
    path.write_text(json.dumps(document))
    return path


def key(length: int = 32) -> str:
    return base64.b64encode(b"k" * length).decode()


@given(st.binary(max_size=200))
def test_what_was_sealed_is_opened_again_and_is_not_seen_before(value: bytes) -> None:
    sealed = FIRST.seal(value)
    assert FIRST.open(sealed) == value
    assert len(value) < 4 or value not in base64.b64decode(sealed.partition(":")[2])


def test_the_same_value_is_sealed_otherwise_each_time() -> None:
    assert FIRST.seal(b"the same") != FIRST.seal(b"the same")


def test_after_a_rotation_old_values_still_open_and_new_ones_have_the_new_key() -> None:
    assert ROTATED.open(FIRST.seal(b"from before")) == b"from before"
    assert ROTATED.seal(b"from now on").startswith("k2:")
    with pytest.raises(KeyError):
        FIRST.open(ROTATED.seal(b"from now on"))


@given(st.binary(min_size=1, max_size=50), st.data())
def test_a_value_changed_anywhere_does_not_open(value: bytes, data: st.DataObject) -> None:
    name, _, text = FIRST.seal(value).partition(":")
    raw = bytearray(base64.b64decode(text))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(InvalidTag):
        FIRST.open(f"{name}:{base64.b64encode(raw).decode()}")


def test_a_value_does_not_open_under_the_name_of_another_key() -> None:
    same_bytes = Keyring("k1", {"k1": FIRST.keys["k1"], "k9": FIRST.keys["k1"]})
    with pytest.raises(InvalidTag):
        same_bytes.open(FIRST.seal(b"value").replace("k1:", "k9:"))


def test_keys_come_from_a_file(tmp_path: Path) -> None:
    ring = read_keyring(kept(tmp_path / "keys.json", {"active": "k1", "keys": {"k1": key()}}))
    assert ring.open(ring.seal(b"value")) == b"value"


@pytest.mark.parametrize(
    "document",
    [
        {"active": "k2", "keys": {"k1": key()}},
        {"active": "k1", "keys": {"k1": key(31)}},
        {"active": "k1", "keys": {"k1": key(), "k0": key(16)}},
        {"active": "k1", "keys": {"k1": "not base64: *"}},
        {"active": "k1"},
        {"active": ["k1"], "keys": {"k1": key()}},
        ["k1", key()],
        "k1",
    ],
    ids=["no active key", "short", "an old one is short", "no base64", "no keys", "odd active", "a list", "a string"],
)
def test_a_wrong_file_of_keys_is_refused_without_a_word_of_it(document: object, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="the file of encryption keys") as caught:
        read_keyring(kept(tmp_path / "keys.json", document))
    assert key() not in str(caught.value)
    assert caught.value.__context__ is None or caught.value.__suppress_context__, "a traceback would show the value"


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        read_keyring(tmp_path / "none.json")


def test_a_fingerprint_tells_the_same_from_another_and_outlives_a_rotation() -> None:
    """It is keyed: who reads the store cannot try values until one fits."""
    old = Keyring("k1", {"k1": bytes(32)})
    rotated = Keyring("k2", {"k1": bytes(32), "k2": b"2" * 32})
    mark = old.fingerprint(b"a value")
    assert rotated.is_of(mark, b"a value")
    assert not rotated.is_of(mark, b"another")
    assert rotated.fingerprint(b"a value") != mark
    assert not Keyring("k2", {"k2": b"2" * 32}).is_of(mark, b"a value")


def test_a_value_is_looked_up_by_every_key_and_the_active_one_first() -> None:
    old = Keyring("k1", {"k1": bytes(32)})
    rotated = Keyring("k2", {"k1": bytes(32), "k2": b"2" * 32})
    assert rotated.fingerprints(b"a value") == (rotated.fingerprint(b"a value"), old.fingerprint(b"a value"))
    assert old.fingerprints(b"a value") == (old.fingerprint(b"a value"),)
