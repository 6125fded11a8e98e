"""RR5, FC3: signs that a text may identify somebody are found, and what is masked holds none any more."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.rules.detectors import DETECTORS, MASK, identifying, masked

FOUND = {
    "nhs-number": ("943 476 5919", "9434765919", "943-476-5919"),
    "date": ("3/4/2016", "03.04.16", "2016-04-03", "3rd April 2016", "14 sept 2015"),
    "postcode": ("DT1 1XJ", "bh8 8dx", "SW1A1AA"),
    "phone": ("01305 251000", "07700 900123", "+44 7700 900123", "020 7946 0000"),
    "e-mail": ("jane.smith@home.example", "j+s@a.b.example"),
}
PLAIN = ("She was seen four times in 2016.", "Ward 7, bed 12", "aged 14 weeks", "one in 20", "The plan of May")


@pytest.mark.parametrize(("code", "text"), [(code, text) for code, texts in FOUND.items() for text in texts])
def test_each_sign_is_found_wherever_it_stands(code: str, text: str) -> None:
    assert code in identifying(text)
    assert code in identifying(f"They said ({text}), and went.")
    assert text not in masked(f"They said ({text}), and went.")


def test_every_detector_is_shown() -> None:
    assert set(FOUND) == set(DETECTORS)


@pytest.mark.parametrize("text", PLAIN)
def test_what_identifies_nobody_is_left_as_it_is(text: str) -> None:
    assert (identifying(text), masked(text)) == ((), text)


def test_the_rest_of_the_text_stays() -> None:
    assert masked("Born on 3/4/2016 at DT1 1XJ.") == f"Born on {MASK} at {MASK}."


PIECES = st.one_of(
    st.sampled_from([text for texts in FOUND.values() for text in texts]),
    st.text(alphabet="0123456789 -./+@[]JanMAY", max_size=12),
    st.text(max_size=12),
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_what_is_masked_holds_nothing_that_is_looked_for(text: str) -> None:
    assert identifying(masked(text)) == ()
    assert masked(masked(text)) == masked(text)
