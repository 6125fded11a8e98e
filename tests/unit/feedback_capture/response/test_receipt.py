"""The receipt code is a secret, is the same for the same secret, and reveals nothing else (FC3)."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.keyrings import keyring
from services.chassis.privacy.keyring import Keyring
from services.feedback_capture.domain.response.receipt import code_of, response_id, source_of_code, stored_form

SURVEY = "6b1c3a4e-52a8-5c0e-9d3b-0f6f1f6f2b11"
OTHER = "7b1c3a4e-52a8-5c0e-9d3b-0f6f1f6f2b11"
RING = keyring("k1")
ROTATED = keyring("k2", "k1")
KEYS = st.text(min_size=32, max_size=40)


def code(survey: str, key: str, ring: Keyring = RING) -> str:
    return code_of(ring.fingerprint(source_of_code(survey, key)))


@given(KEYS)
def test_receipt_code_has_128_bits_in_groups(key: str) -> None:
    assert re.fullmatch(r"([A-Z2-7]{4}-){6}[A-Z2-7]{2}", code(SURVEY, key))


@given(KEYS, KEYS)
def test_receipt_code_is_the_same_only_for_the_same_secret(one: str, two: str) -> None:
    assert (code(SURVEY, one) == code(SURVEY, two)) == (one == two)
    assert code(SURVEY, one) != code(OTHER, one)
    assert code(SURVEY, one) != code(SURVEY, one, keyring("another"))


@given(KEYS)
def test_receipt_code_shows_neither_in_the_id_nor_in_the_store(key: str) -> None:
    shown = code(SURVEY, key)
    stored = RING.fingerprint(stored_form(shown) or b"")
    plain = bytes.fromhex(stored.rpartition(":")[2])
    assert code_of(stored) != shown
    assert RING.fingerprint(source_of_code(SURVEY, key)).rpartition(":")[2][:32] not in stored
    assert response_id(SURVEY, key).replace("-", "") not in plain.hex()
    assert response_id(SURVEY, key) == response_id(SURVEY, key) != response_id(OTHER, key)


@given(
    KEYS,
    st.sampled_from([str.lower, str.upper, lambda s: s.replace("-", ""), lambda s: s.replace("-", " "), lambda s: f" {s}\n"]),
)
def test_receipt_code_is_read_however_it_was_copied(key: str, written: object) -> None:
    shown = code(SURVEY, key)
    assert callable(written)
    assert stored_form(written(shown)) == stored_form(shown) is not None


def test_receipt_code_reads_digits_as_the_letters_they_resemble() -> None:
    assert stored_form("O" * 8 + "I" * 8 + "B" * 10) == stored_form("0" * 8 + "1" * 8 + "8" * 10)


@pytest.mark.parametrize("text", ["", "ABCD", "A" * 25, "A" * 27, "9" * 26, "A" * 25 + "Ü"])
def test_receipt_code_is_none_for_other_text(text: str) -> None:
    assert stored_form(text) is None


@given(KEYS)
def test_receipt_code_survives_a_rotation_of_keys(key: str) -> None:
    shown = code(SURVEY, key)
    stored = RING.fingerprint(stored_form(shown) or b"")
    assert stored in ROTATED.fingerprints(stored_form(shown) or b"")
    again = [code_of(each) for each in ROTATED.fingerprints(source_of_code(SURVEY, key))]
    assert [each for each in again if ROTATED.is_of(stored, stored_form(each) or b"")] == [shown]
