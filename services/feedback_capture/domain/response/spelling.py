"""Words as people spell them, brought to one spelling before anything looks for them (FC3)."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from services.chassis.rules.normalised import stream_safe

APOSTROPHES = re.compile("['\u2019\u2018`\u00b4\u02bc]")
LOOK_ALIKES = str.maketrans("аеіорсухкмтнвαεικνορτυχ", "aeiopcyxkmthbaeiknoptux")
"""Cyrillic and Greek letters that look like Latin ones."""
FIGURES = str.maketrans("013457@$", "oieastas")
"""Figures and signs that people write for letters, inside a word: `k1ll`, `h3lp`."""
REPEATED = re.compile(r"(.)\1{2,}")
WORD = re.compile(r"[^\W_]+(?:[@$][^\W_]+)*")
LETTERS = re.compile(r"[^\W\d_]")


def simplified(text: str) -> str:
    """Returns the words in lower case with single spaces, so that spelling and punctuation make no difference."""
    return " ".join(re.findall(r"[^\W_]+", _plain(text)))


def words_of(text: str, spellings: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Returns the words of a text in one spelling. Takes time in proportion to the text.

    Invisible characters, look-alike letters, figures for letters, repeated letters and spaced letters make no difference.
    `spellings` gives the words that a common spelling stands for.
    """
    found: list[str] = []
    for word in _joined(WORD.findall(_plain(text))):
        found.extend(spellings.get(word) or spellings.get(_one_spelling(word)) or (_one_spelling(word),))
    return found


def _plain(text: str) -> str:
    letters = "".join(each for each in unicodedata.normalize("NFKC", stream_safe(text)) if unicodedata.category(each) != "Cf")
    return APOSTROPHES.sub("", letters.casefold()).translate(LOOK_ALIKES)


def _one_spelling(word: str) -> str:
    if not word.isdigit() and LETTERS.search(word):
        word = word.translate(FIGURES)
    return REPEATED.sub(r"\1", word)


def _joined(words: Iterable[str]) -> list[str]:
    """Joins runs of three or more single letters, such as `k i l l`, into one word."""
    joined: list[str] = []
    run: list[str] = []
    for word in [*words, ""]:
        if len(word) == 1:
            run.append(word)
            continue
        joined.extend(["".join(run)] if len(run) > 2 else run)
        run = []
        if word:
            joined.append(word)
    return joined
