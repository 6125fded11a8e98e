"""FC3: the receipt code is a secret of whoever answered; it can be shown again for the same key, and tells nothing else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.privacy.keyring import Keyring
from services.feedback_capture.domain.response.receipt import code_of, response_id, source_of_code, stored_form

SURVEY = "6b1c3a4e-52a8-5c0e-9d3b-0f6f1f6f2b11"
OTHER = "7b1c3a4e-52a8-5c0e-9d3b-0f6f1f6f2b11"
RING = Keyring("k1", {"k1": bytes(32)})
ROTATED = Keyring("k2", {"k1": bytes(32), "k2": b"2" * 32})
KEYS = st.text(min_size=32, max_size=40)


def code(survey: str, key: str, ring: Keyring = RING) -> str:
    return code_of(ring.fingerprint(source_of_code(survey, key)))


@given(KEYS)
def test_it_has_128_bits_in_groups_that_can_be_copied(key: str) -> None:
    assert re.fullmatch(r"([A-Z2-7]{4}-){6}[A-Z2-7]{2}", code(SURVEY, key))


@given(KEYS, KEYS)
def test_the_same_key_gives_the_same_code_and_no_other_does(one: str, two: str) -> None:
    assert (code(SURVEY, one) == code(SURVEY, two)) == (one == two)
    assert code(SURVEY, one) != code(OTHER, one)
    assert code(SURVEY, one) != code(SURVEY, one, Keyring("k1", {"k1": b"1" * 32}))


@given(KEYS)
def test_the_id_and_what_is_stored_do_not_show_it(key: str) -> None:
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
def test_it_is_read_however_it_was_copied(key: str, written: object) -> None:
    shown = code(SURVEY, key)
    assert callable(written)
    assert stored_form(written(shown)) == stored_form(shown) is not None


def test_figures_that_look_like_letters_are_read_as_them() -> None:
    assert stored_form("O" * 8 + "I" * 8 + "B" * 10) == stored_form("0" * 8 + "1" * 8 + "8" * 10)


@pytest.mark.parametrize("text", ["", "ABCD", "A" * 25, "A" * 27, "9" * 26, "A" * 25 + "Ü"])
def test_what_is_no_code_is_looked_up_nowhere(text: str) -> None:
    assert stored_form(text) is None


@given(KEYS)
def test_after_a_rotation_it_is_found_and_shown_again_with_the_old_key(key: str) -> None:
    shown = code(SURVEY, key)
    stored = RING.fingerprint(stored_form(shown) or b"")
    assert stored in ROTATED.fingerprints(stored_form(shown) or b"")
    again = [code_of(each) for each in ROTATED.fingerprints(source_of_code(SURVEY, key))]
    assert [each for each in again if ROTATED.is_of(stored, stored_form(each) or b"")] == [shown]
