"""Keys: a sealed value opens for the same purpose and owner alone, and keys rotate without downtime."""

import base64
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from local.keyrings import keyring
from services.chassis.privacy.keyring import DataKey, Keyring, Purpose, read_keyring

FIRST, ROTATED = keyring("k1"), keyring("k2", "k1")
PURPOSE, OWNER = Purpose.PARKED, "an-owner"
VALUE = st.binary(max_size=200)


def kept(path: Path, document: object, mode: int = 0o600) -> Path:
    path.write_text(json.dumps(document))
    path.chmod(mode)
    return path


def key(length: int = 32) -> str:
    return base64.b64encode(b"k" * length).decode()


def entry(active: object = "k1", **keys: str) -> dict[str, object]:
    return {"active": active, "keys": keys or {"k1": key()}}


@given(VALUE)
def test_sealed_value_opens_again_and_hides_its_text(value: bytes) -> None:
    sealed = FIRST.seal(PURPOSE, OWNER, value)
    assert FIRST.open(PURPOSE, OWNER, sealed) == value
    assert len(value) < 4 or value not in base64.b64decode(sealed.partition(":")[2])
    assert FIRST.seal(PURPOSE, OWNER, value) != sealed


@given(VALUE)
def test_data_key_opens_what_it_sealed_for_the_same_place(value: bytes) -> None:
    mine = DataKey.new(OWNER)
    sealed = mine.seal("review.title", value)
    assert mine.open("review.title", sealed) == value
    assert mine.seal("review.title", value) != sealed


def test_rotated_keyring_opens_old_values_and_seals_under_the_new_key() -> None:
    assert ROTATED.open(PURPOSE, OWNER, FIRST.seal(PURPOSE, OWNER, b"before")) == b"before"
    assert ROTATED.seal(PURPOSE, OWNER, b"now").startswith("k2:")
    with pytest.raises(KeyError):
        FIRST.open(PURPOSE, OWNER, ROTATED.seal(PURPOSE, OWNER, b"now"))


@given(st.binary(min_size=1, max_size=50), st.data())
def test_value_changed_anywhere_does_not_open(value: bytes, data: st.DataObject) -> None:
    name, _, text = FIRST.seal(PURPOSE, OWNER, value).partition(":")
    raw = bytearray(base64.b64decode(text))
    raw[data.draw(st.integers(0, len(raw) - 1))] ^= data.draw(st.integers(1, 255))
    with pytest.raises(InvalidTag):
        FIRST.open(PURPOSE, OWNER, f"{name}:{base64.b64encode(raw).decode()}")


SEALED = FIRST.seal(PURPOSE, OWNER, b"value")
MINE = DataKey.new(OWNER)
OTHER = DataKey("another", MINE.raw)
TWINS = Keyring("k1", {"k1": FIRST.keys["k1"], "k9": FIRST.keys["k1"]}, FIRST.marks)


@pytest.mark.parametrize(
    "elsewhere",
    [
        lambda: FIRST.open(PURPOSE, "another", SEALED),
        lambda: FIRST.open(Purpose.DATA_KEY, OWNER, SEALED),
        lambda: TWINS.open(PURPOSE, OWNER, SEALED.replace("k1:", "k9:")),
        lambda: MINE.open("review.report.body", MINE.seal("review.title", b"value")),
        lambda: OTHER.open("review.title", MINE.seal("review.title", b"value")),
    ],
    ids=["owner", "purpose", "name of a key", "field", "owner of the same key"],
)
def test_value_moved_elsewhere_does_not_open(elsewhere: Callable[[], bytes]) -> None:
    with pytest.raises(InvalidTag):
        elsewhere()


def test_each_purpose_has_a_key_of_its_own() -> None:
    derived = {FIRST.derived("k1", purpose) for purpose in Purpose}
    assert len(derived) == len(Purpose)
    assert FIRST.keys["k1"] not in derived


def test_keys_come_from_a_file(tmp_path: Path) -> None:
    document = {"sealing": entry(), "fingerprints": entry("m1", m1=key())}
    ring = read_keyring(kept(tmp_path / "keys.json", document))
    assert ring.open(PURPOSE, OWNER, ring.seal(PURPOSE, OWNER, b"value")) == b"value"
    assert ring.fingerprint(b"value").startswith("m1:")


@pytest.mark.parametrize(
    "wrong",
    [
        entry("k2"),
        entry(k1=key(31)),
        entry(k1=key(), k0=key(16)),
        entry(k1="not base64: *"),
        entry("a:key", **{"a:key": key()}),
        entry("A", A=key()),
        entry("k" * 33, **{"k" * 33: key()}),
        {"active": "k1"},
        entry(["k1"]),
        ["k1", key()],
        "k1",
        None,
    ],
    ids=[
        "no active",
        "short",
        "old is short",
        "no base64",
        "colon",
        "capital",
        "long",
        "no keys",
        "odd",
        "list",
        "text",
        "none",
    ],
)
@pytest.mark.parametrize("place", ["sealing", "fingerprints"])
def test_wrong_file_of_keys_is_refused_without_a_word_of_it(wrong: object, place: str, tmp_path: Path) -> None:
    document = {"sealing": entry(), "fingerprints": entry()} | {place: wrong}
    with pytest.raises(ValueError, match="the file of encryption keys") as caught:
        read_keyring(kept(tmp_path / "keys.json", document))
    assert key() not in str(caught.value)
    assert caught.value.__context__ is None or caught.value.__suppress_context__, "a traceback would show the value"


def test_missing_file_of_keys_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cannot be read"):
        read_keyring(tmp_path / "none.json")


@pytest.mark.parametrize(("mode", "refused"), [(0o600, ""), (0o640, ""), (0o644, "y"), (0o604, "y"), (0o602, "y")])
def test_file_of_keys_that_everybody_may_read_is_refused(mode: int, refused: str, tmp_path: Path) -> None:
    """The local profile alone does not look, because its folder is closed."""
    file = kept(tmp_path / "keys.json", {"sealing": entry(), "fingerprints": entry()}, mode)
    assert read_keyring(file, guarded=False).active
    if refused:
        with pytest.raises(ValueError, match="open to every login"):
            read_keyring(file)
    else:
        assert read_keyring(file).active


def test_fingerprint_outlives_a_rotation_until_its_key_is_gone() -> None:
    """It is keyed, so that a reader of the store cannot try values until one fits."""
    mark = FIRST.fingerprint(b"a value")
    assert ROTATED.is_of(mark, b"a value")
    assert not ROTATED.is_of(mark, b"another")
    assert ROTATED.fingerprint(b"a value") != mark
    assert not keyring("k2").is_of(mark, b"a value")


def test_fingerprint_outlives_the_key_that_seals() -> None:
    sealing = Keyring("k2", keyring("k2").keys, FIRST.marks)
    assert sealing.is_of(FIRST.fingerprint(b"a value"), b"a value")


def test_value_is_looked_up_by_every_key_and_the_active_one_first() -> None:
    assert ROTATED.fingerprints(b"a value") == (ROTATED.fingerprint(b"a value"), FIRST.fingerprint(b"a value"))
    assert FIRST.fingerprints(b"a value") == (FIRST.fingerprint(b"a value"),)


def test_keys_show_no_secret_when_they_are_printed() -> None:
    shown = repr(ROTATED) + repr(MINE)
    assert not [each for each in (*ROTATED.keys.values(), MINE.raw) if str(each)[2:-1] in shown]
