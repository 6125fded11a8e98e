"""What a text says, as far as words can tell: that somebody is at risk now (FC3), or which theme it may be about (FC4).

It finds too much rather than too little: a person looks.
"""

import re
import unicodedata
from collections.abc import Iterable

from contracts.framework.involvement import KeyTerms
from contracts.vocabulary.types import Code

APOSTROPHES = re.compile("['\u2019\u2018`\u00b4]")
SAID_SO = "said-so"
"""The box `not_safe_now` is ticked."""
IN_WORDS = "in-words"
"""A text holds one of the settings' terms."""


def plain(text: str) -> str:
    """Small letters with single blanks between words: how it is written makes no difference."""
    letters = APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


def holds(text: str, terms: Iterable[str]) -> bool:
    """Whether one of the terms is in it, also as the beginning of a longer word."""
    words = f" {plain(text)}"
    return any(f" {plain(term)}" in words for term in terms)


def risks(texts: Iterable[str], *, not_safe_now: bool, terms: Iterable[str]) -> tuple[Code, ...]:
    """Why a person must look at once; empty where nothing says so."""
    wanted = tuple(terms)
    found = [SAID_SO] if not_safe_now else []
    if any(holds(text, wanted) for text in texts):
        found.append(IN_WORDS)
    return tuple(found)


def suggested(texts: Iterable[str], key_terms: Iterable[KeyTerms]) -> tuple[Code, ...]:
    """Themes that whoever codes it may think of."""
    said = tuple(texts)
    return tuple(dict.fromkeys(each.theme for each in key_terms if any(holds(text, each.terms) for text in said)))
