"""Screening of words for signs that someone is at risk now (FC3), and for themes that they suggest (FC4).

A list of words finds much and never all. So the form asks first, and a person reads every answer.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from contracts.framework.involvement import FeedbackRules, KeyTerms
from contracts.framework.risk_words import RiskWords
from contracts.vocabulary.types import Code
from services.feedback_capture.domain.response.spelling import simplified, words_of

SAID_SO = "said-so"
"""The person answered the question about danger with yes."""
IN_WORDS = "in-words"
"""A text contains one of the risk terms of the framework."""
BETWEEN = 2
"""Other words that may stand between two words of a term."""
FORGIVEN = 5
"""Letters from which a word is also found with one letter wrong, missing or too many."""
ALONE = 8
"""The same for a term of one word, because many a harmless word is only a letter away."""
ENDINGS = ("", "s", "es", "d", "ed", "ing", "er")
LONGEST = 24
"""Letters of the longest word that is compared letter by letter."""

Step = tuple[int, int]
"""The number of a term, and of a word in it."""


@dataclass
class Terms:
    """The terms of a framework, by the words that they consist of."""

    lengths: list[int] = field(default_factory=list)
    """The number of words of each term."""
    whole: defaultdict[str, set[Step]] = field(default_factory=lambda: defaultdict(set))
    beginnings: defaultdict[str, set[Step]] = field(default_factory=lambda: defaultdict(set))
    nearly: defaultdict[str, set[Step]] = field(default_factory=lambda: defaultdict(set))
    """Words with one letter left out, which words with one fault share."""
    spellings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    others: frozenset[str] = frozenset()
    """Common words that only look like a term's."""

    def steps(self, word: str) -> frozenset[Step]:
        """Returns the places in terms that a word fits."""
        found = self.whole.get(word, set()).copy()
        for end in range(2, min(len(word), LONGEST) + 1):
            found |= self.beginnings.get(word[:end], set())
        if not found and FORGIVEN <= len(word) <= LONGEST and word not in self.others:
            for each in _shortened(word):
                found |= self.nearly.get(each, set())
        return frozenset(found)


def risks(texts: Iterable[str], *, not_safe_now: bool, rules: FeedbackRules) -> tuple[Code, ...]:
    """Returns the signs that someone is at risk now."""
    found = [SAID_SO] if not_safe_now else []
    if any(at_risk(text, rules) for text in texts):
        found.append(IN_WORDS)
    return tuple(found)


def at_risk(text: str, rules: FeedbackRules) -> bool:
    """Returns true if the text holds the words of a term in order, each close to the one before.

    Takes time in proportion to the text.
    """
    terms = _compiled(rules.risk_words, rules.risk_terms)
    reached: dict[Step, int] = {}
    known: dict[str, frozenset[Step]] = {}
    for position, word in enumerate(words_of(text, terms.spellings)):
        steps = known.get(word)
        if steps is None:
            steps = known[word] = terms.steps(word)
        for term, number in sorted(steps, reverse=True):
            before = position if number == 0 else reached.get((term, number - 1))
            if before is None or position - before > BETWEEN + 1 or (number and before == position):
                continue
            if number == terms.lengths[term] - 1:
                return True
            reached[term, number] = position
    return False


def suggested(texts: Iterable[str], key_terms: Iterable[KeyTerms]) -> tuple[Code, ...]:
    """Returns the themes that the words suggest to the person who codes them."""
    said = [f" {simplified(text)}" for text in texts]
    return tuple(
        dict.fromkeys(
            each.theme for each in key_terms for term in each.terms if any(f" {simplified(term)}" in words for words in said)
        )
    )


@lru_cache(maxsize=4)
def _compiled(words: RiskWords, more: tuple[str, ...]) -> Terms:
    terms = Terms(others=frozenset(words.others))
    for spelling in words.spellings:
        terms.spellings.update(dict.fromkeys(spelling.written, tuple(spelling.meant.split())))
    for number, term in enumerate((*words.terms, *more)):
        places = term.split()
        terms.lengths.append(len(places))
        for place, alternatives in enumerate(places):
            for name in alternatives.split("|"):
                for word in words.group(name) if name.startswith("<") else (name,):
                    _add(terms, word, (number, place), forgiven=FORGIVEN if len(places) > 1 else ALONE)
    return terms


def _add(terms: Terms, word: str, step: Step, *, forgiven: int) -> None:
    stem = word.removesuffix("*")
    (terms.beginnings if word.endswith("*") else terms.whole)[stem].add(step)
    for ending in ENDINGS if word.endswith("*") else ("",):
        if len(stem) >= forgiven:
            for each in _shortened(stem + ending):
                terms.nearly[each].add(step)


def _shortened(word: str) -> set[str]:
    """Returns the word, and the word with each one of its letters but the first left out."""
    return {word, *(word[:at] + word[at + 1 :] for at in range(1, len(word)))}
