"""Words that suggest that someone may be at risk now (FC3). `risk_words.yaml` is the list that is delivered."""

from typing import Annotated

from pydantic import Field

from contracts.framework.setting import Setting, Words
from contracts.vocabulary.types import Code


class WordGroup(Setting):
    """Words that terms name together: `<person>`."""

    code: Code
    words: Annotated[tuple[Words, ...], Field(min_length=1)]


class Spelling(Setting):
    """Common spellings, and the words that they stand for."""

    written: Annotated[tuple[Words, ...], Field(min_length=1)]
    meant: Words


class RiskWords(Setting):
    """Terms, each of one or more words that follow each other closely. The file says how they are written."""

    spellings: tuple[Spelling, ...]
    groups: tuple[WordGroup, ...]
    terms: tuple[Words, ...]
    others: tuple[Words, ...]
    """Common words that only look like a term's."""

    def group(self, name: str) -> tuple[str, ...]:
        """Returns the words of a group named as in a term: `<person>`. Raises KeyError."""
        words = {f"<{each.code}>": each.words for each in self.groups}[name]
        return tuple(word for each in words for word in each.split("|"))
