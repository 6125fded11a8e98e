"""Screening of words for signs that someone is at risk now (FC3), and for themes that they suggest (FC4).

It prefers a false match to a miss, because a person reads the response.
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
"""A text contains one of the risk terms of the framework."""


def simplified(text: str) -> str:
    """Returns the words in lower case with single spaces, so that spelling and punctuation make no difference."""
    letters = APOSTROPHES.sub("", unicodedata.normalize("NFKC", text).casefold())
    return " ".join(re.sub(r"[\W_]+", " ", letters).split())


def contains(text: str, terms: Iterable[str]) -> bool:
    """Returns true if the text contains one of the terms, or a longer word that starts with it."""
    words = f" {simplified(text)}"
    return any(f" {simplified(term)}" in words for term in terms)


def risks(texts: Iterable[str], *, not_safe_now: bool, terms: Iterable[str]) -> tuple[Code, ...]:
    """Returns the signs that someone is at risk now."""
    wanted = tuple(terms)
    found = [SAID_SO] if not_safe_now else []
    if any(contains(text, wanted) for text in texts):
        found.append(IN_WORDS)
    return tuple(found)


def suggested(texts: Iterable[str], key_terms: Iterable[KeyTerms]) -> tuple[Code, ...]:
    """Returns the themes that the words suggest to the person who codes them."""
    said = tuple(texts)
    return tuple(dict.fromkeys(each.theme for each in key_terms if any(contains(text, each.terms) for text in said)))
