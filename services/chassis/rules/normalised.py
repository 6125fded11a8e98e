"""Texts as the detectors read them: one form for all dashes, spaces, widths and look-alikes."""

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

BREAK = "\n"
"""The end of a paragraph. No pattern crosses it."""
LOOK_ALIKES = str.maketrans(
    "\u0410\u0412\u0415\u041a\u041c\u041d\u041e\u0420\u0421\u0422\u0425\u0423\u0406\u0408\u0455\u0456\u0458\u0430\u0435\u043e\u0440\u0441\u0443\u0445"
    "\u0391\u0392\u0395\u0396\u0397\u0399\u039a\u039c\u039d\u039f\u03a1\u03a4\u03a5\u03a7",
    "ABEKMHOPCTXYIJsijaeopcyxABEZHIKMNOPTYX",
)
"""Cyrillic and Greek letters that look like Latin ones."""
APOSTROPHES = "'\u2018\u2019\u02bc`\xb4"
DASHES = "-\u2212\u2010\u2011\u2012\u2013\u2014\u2015\u2043"
ZERO = re.compile(r"(?<=[0-9])[oO]{1,3}(?=[0-9/. -])|(?<![A-Za-z0-9])[oO](?=[0-9]{2}|[0-9]/)")
ONE = re.compile(r"(?<=[0-9])[lI|](?=[0-9])")


MARKS_MOST = 30
"""Marks on one letter, as the stream-safe text format has it (Unicode Standard Annex 15). No language needs more."""
EXPANDED_MOST = 4
"""Characters that one character may stand for. A few stand for a whole phrase, and would make a text many times as long."""


def stream_safe(text: str) -> str:
    """Returns the text without marks beyond 30 on one letter, and with the beginning of phrases in one character.

    Unicode sorts the marks of a letter, in quadratic time.
    """
    if text.isascii():
        return text
    kept: list[str] = []
    marks = 0
    for character in text:
        marks = marks + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if marks <= MARKS_MOST:
            kept.append(_short(character))
    return "".join(kept)


@lru_cache(maxsize=4096)
def _short(character: str) -> str:
    """Returns a character, or the beginning of the phrase that it stands for."""
    decomposed = unicodedata.normalize("NFKD", character)
    return character if len(decomposed) <= EXPANDED_MOST else decomposed[:EXPANDED_MOST]


class Normalised(NamedTuple):
    """A text in one form. `starts` maps each position back to the original text."""

    text: str
    starts: tuple[int, ...]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Returns the part of the original text that a part of this text stands for."""
        return self.starts[start], self.starts[end - 1] + 1


def normalised(text: str) -> Normalised:
    """Returns the text without invisible characters and accents, with single spaces and plain figures."""
    kept: list[str] = []
    starts: list[int] = []
    breaks = 0
    for place, character in enumerate(text):
        for plain in _plain(character):
            if plain == " " and kept and kept[-1] in (" ", BREAK):
                breaks += character == BREAK
                kept[-1] = BREAK if breaks > 1 else " "
                continue
            breaks = int(character == BREAK)
            kept.append(plain)
            starts.append(place)
    joined = ONE.sub("1", ZERO.sub(lambda found: "0" * len(found[0]), "".join(kept)))
    return Normalised(joined, tuple(starts))


@lru_cache(maxsize=4096)
def _plain(character: str) -> str:
    """Returns the characters that one character stands for: none for an invisible one."""
    if character in DASHES or unicodedata.category(character) == "Pd":
        return "-"
    if character in APOSTROPHES:
        return "'"
    if character.isspace():
        return " "
    decomposed = unicodedata.normalize("NFKD", _short(character)).translate(LOOK_ALIKES)
    return "".join(_figure(each) for each in decomposed if unicodedata.category(each) not in ("Cf", "Mn", "Me", "Cc"))


def _figure(character: str) -> str:
    """Returns a figure of any script as one of ours."""
    if unicodedata.category(character) == "Nd":
        return str(unicodedata.decimal(character))
    return " " if character.isspace() else character


SENTENCE_END = re.compile(r"[.!?]['\")]?[ \n]|\n")
SENTENCE_MOST = 200
"""Characters of a long sentence that are read on either side of a place."""


def sentence_ends(text: str) -> tuple[int, ...]:
    """Returns the places where a sentence of a normalised text ends."""
    return tuple(found.end() for found in SENTENCE_END.finditer(text))


def sentence_around(text: str, ends: tuple[int, ...], start: int, end: int) -> tuple[int, str]:
    """Returns the number of the sentence at a place, from 1, and its words."""
    number = bisect_right(ends, start)
    first = ends[number - 1] if number else 0
    last = ends[number] if number < len(ends) else len(text)
    return number + 1, text[max(first, start - SENTENCE_MOST) : max(end, min(last, end + SENTENCE_MOST))].strip()
