"""Detectors of what may identify someone (RR5, FC3)."""

from collections.abc import Callable
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.chassis.rules.detectors import DETECTORS, MASK, hits, identifying, masked
from services.chassis.rules.forms import FORMS
from tests.unit.chassis.corpus import forms, harmless

FALSE_ALARMS = 0.02
"""The part of harmless sentences that may be flagged."""
DISGUISES: dict[str, Callable[[str], str]] = {
    "no-break spaces": lambda text: text.replace(" ", "\u00a0"),
    "thin spaces": lambda text: text.replace(" ", "\u2009\u2009"),
    "line breaks": lambda text: "\n".join(text.split()),
    "en dashes": lambda text: text.replace("-", "\u2013"),
    "no-break hyphens": lambda text: text.replace("-", "\u2011"),
    "zero-width spaces": "\u200b".join,
    "soft hyphens": "\u00ad".join,
    "full-width figures": lambda text: text.translate({48 + each: 0xFF10 + each for each in range(10)}),
    "mathematical figures": lambda text: text.translate({48 + each: 0x1D7CE + each for each in range(10)}),
}
"""Ways in which editors and people write the same text."""


def test_each_kind_has_forms_and_words() -> None:
    assert set(DETECTORS) == set(FORMS) == {kind for kind, _ in forms()}
    assert len(forms()) >= 180


@pytest.mark.parametrize(("kind", "text"), forms(), ids=str)
def test_form_is_found_and_masked_in_a_sentence(kind: str, text: str) -> None:
    assert kind in identifying(text)
    sentence = f"They said ({text}), and went."
    assert kind in identifying(sentence)
    assert text not in masked(sentence)
    assert identifying(masked(sentence)) == ()


@pytest.mark.parametrize("disguise", DISGUISES)
def test_form_is_found_in_disguise(disguise: str) -> None:
    assert [text for kind, text in forms() if kind not in identifying(DISGUISES[disguise](text))] == []


def test_harmless_sentences_are_left_alone() -> None:
    flagged = [text for text in harmless() if identifying(text)]
    assert len(harmless()) >= 150
    assert len(flagged) <= FALSE_ALARMS * len(harmless()), flagged
    assert masked(harmless()[0]) == harmless()[0]


def test_rest_of_the_text_stays() -> None:
    assert masked("Born on 3/4/2016 at DT1 1XJ.") == f"Born on {MASK} at {MASK}."
    assert masked("I told my social worker Sarah Kettle twice.") == f"I told my social worker {MASK} twice."
    assert masked("\uff23all\u00a0me: 07700\u2009900123\u200b, please") == f"\uff23all\u00a0me: {MASK}\u200b, please"


def test_hit_says_where_it_is() -> None:
    text = "Nothing here. She was seen on 3\u00a0March 2021. Then again on 4 May 2021."
    one, other = hits(text)
    assert [text[each.start : each.end] for each in (one, other)] == ["3\u00a0March 2021", "4 May 2021"]
    assert [each.sentence for each in (one, other)] == [2, 3]
    assert "seen on 3\u00a0March 2021" in one.excerpt


def test_key_of_a_hit_changes_with_its_sentence_alone() -> None:
    (one,) = hits("Published on 3 March 2026.")
    (respaced,) = hits("Another sentence.  Published on 3\u00a0 March 2026.")
    (reworded,) = hits("Born on 3 March 2026.")
    assert one.key == respaced.key
    assert one.key != reworded.key


PIECES = st.one_of(
    st.sampled_from([text for _, text in forms()]),
    st.text(alphabet="0123456789 -./+@[]JanMAY", max_size=12),
    st.text(max_size=12),
)


@given(st.lists(PIECES, max_size=8).map("".join))
def test_masked_text_has_no_hits(text: str) -> None:
    assert identifying(masked(text)) == ()
    assert masked(masked(text)) == masked(text)


WORST = (
    *("a", "1", "1 ", "a.", "A a ", "@", "a@", "Aa Bb ", "(0", "03/", "mum Aa ", "case number ", "'", "\u00e9", "a at b dot "),
    *("3 march ", "- ", "12 aa ", "snap ", "A 1 ", "St Aa ", "\u200b", " ", "\n", "a at ", "09/08/2019", "943476591", "+44(0)"),
)


def seconds(read: Callable[[str], object], text: str) -> float:
    start = process_time()
    read(text)
    return process_time() - start


@pytest.mark.parametrize("read", [hits, masked])
@pytest.mark.parametrize("piece", WORST)
def test_time_grows_with_the_length_of_the_text(piece: str, read: Callable[[str], object]) -> None:
    """Four times the text takes four times as long; quadratic time takes sixteen times."""
    short, long = (piece * (size // len(piece)) for size in (25_000, 100_000))
    assert min(seconds(read, long) for _ in range(2)) < 10 * min(seconds(read, short) for _ in range(2)) + 0.02
