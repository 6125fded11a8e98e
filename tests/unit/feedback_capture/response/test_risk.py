"""Words of risk are found as people spell them, and key terms suggest themes (FC3, FC4)."""

import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.framework.involvement import FeedbackRules, KeyTerms
from local.frameworks import framework
from services.feedback_capture.domain.response.risk import at_risk, risks, suggested
from services.feedback_capture.domain.response.spelling import simplified, words_of

RULES = framework().feedback
CORPUS = Path(__file__).parent / "corpus"
FLAGGED = 0.1
"""At most this share of harmless answers is flagged."""
FOUND = {"seen": 0.9, "held_out": 0.85}
"""At least these shares of disclosures are found. Other people wrote both parts, and the terms beside the one that is seen.

The other part shows how a list does with words that its authors never saw: well, and never well enough to rest on.
"""


def answers(name: str) -> list[str]:
    return CORPUS.joinpath(f"{name}.txt").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("part", FOUND)
def test_disclosures_are_found_and_harmless_answers_are_not_flagged(part: str) -> None:
    disclosures, harmless = answers(f"disclosures_{part}"), answers(f"harmless_{part}")
    missed = [text for text in disclosures if not at_risk(text, RULES)]
    flagged = [text for text in harmless if at_risk(text, RULES)]
    assert len(missed) <= (1 - FOUND[part]) * len(disclosures), missed
    assert len(flagged) <= FLAGGED * len(harmless), flagged


def test_corpus_is_large_enough_to_measure_with() -> None:
    for kind, least in (("disclosures", 120), ("harmless", 200)):
        seen, held_out = answers(f"{kind}_seen"), answers(f"{kind}_held_out")
        assert (len(seen) >= least, len(held_out) >= 100) == (True, True)
        assert not {text.casefold() for text in seen} & {text.casefold() for text in held_out}


@pytest.mark.parametrize(
    "text",
    [
        "I am not safe",
        "I AM NOT SAFE!",
        "i am not   safe",
        "I am not\nsafe",
        "I\u2019m not-safe at home",
        "i am not sa\u00adfe",
        "kill my\u200bself",
        "\uff4b\uff49\uff4c\uff4c myself",
        "k\u0456ll m\u0443self",
        "k1ll mys3lf",
        "k i l l myself",
        "killlll myselfff",
        "kil myself",
        "He is hitting me.",
        "I dont feel safe",
    ],
)
def test_risk_term_is_found_however_it_is_written(text: str) -> None:
    assert risks(["Nothing here", text], not_safe_now=False, rules=RULES) == ("in-words",)


@pytest.mark.parametrize(
    "word",
    [
        "heron",
        "noise",
        "named",
        "brand",
        "paced",
        "rating",
        "shutting",
        "spice",
        "coke",
        "sharpener",
        "rope",
        "trap",
        "creepy",
        "blade",
        "hit",
        "kill",
        "hurt",
        "drugs",
        "knife",
    ],
)
def test_common_word_alone_is_no_risk(word: str) -> None:
    assert not at_risk(f"I saw {word} there.", RULES)


@pytest.mark.parametrize("text", ["", "I feel safe", "cannot safeguard", "quitting me", "Safe? I am not really sure of it."])
def test_other_words_are_no_risk(text: str) -> None:
    assert risks([text], not_safe_now=False, rules=RULES) == ()


def added(*terms: str) -> FeedbackRules:
    return RULES.model_copy(update={"risk_terms": terms})


def test_partnership_adds_terms_of_its_own() -> None:
    assert at_risk("they took me up the viaduct", added("took|take me viaduct"))
    assert at_risk("my dad scares the cat", added("<person> scar* cat"))
    assert not at_risk("they took me up the viaduct", RULES)


@given(st.text(max_size=200))
def test_any_text_can_be_screened(text: str) -> None:
    at_risk(text, RULES)
    assert simplified(simplified(text)) == simplified(text)


@pytest.mark.parametrize("piece", ["a", "my ", "he him her they ", "i ", "\u200b", "ab@", "suicid ", "make he want ", "x1"])
def test_screening_takes_time_in_proportion_to_the_text(piece: str) -> None:
    def seconds(length: int) -> float:
        text = (piece * length)[:length]
        return min(_timed(text) for _ in range(3))

    assert seconds(400_000) < 10 * seconds(100_000), "four times the text takes four times as long, and not sixteen"


def _timed(text: str) -> float:
    began = time.process_time()
    at_risk(text, RULES)
    return time.process_time() - began


def test_every_term_of_the_list_can_be_found() -> None:
    words = RULES.risk_words
    for term in words.terms:
        example = [words.group(first)[0] if (first := place.split("|")[0]).startswith("<") else first for place in term.split()]
        assert at_risk(" ".join(each.removesuffix("*") for each in example), RULES), term


def test_common_spellings_stand_for_words() -> None:
    assert words_of("im scared 2 go", {"2": ("to",), "im": ("i", "am")}) == ["i", "am", "scared", "to", "go"]


def test_ticked_box_is_a_risk_without_any_words() -> None:
    assert risks([], not_safe_now=True, rules=RULES) == ("said-so",)
    assert risks(["i am not safe"], not_safe_now=True, rules=RULES) == ("said-so", "in-words")


@given(st.text(max_size=50), st.sampled_from(["he hits me", "not feel safe", "suicide note"]), st.text(max_size=50))
def test_risk_term_is_found_between_other_words(before: str, term: str, after: str) -> None:
    assert at_risk(f"{before} {term} {after}", RULES)


@given(st.text(max_size=80))
def test_simplified_text_has_single_spaces(text: str) -> None:
    once = simplified(text)
    assert once == once.strip()
    assert "  " not in once


def test_key_terms_suggest_each_theme_once() -> None:
    key_terms = (
        KeyTerms(theme="voice-of-child", terms=("listen", "asked me")),
        KeyTerms(theme="transition", terms=("new worker",)),
    )
    assert suggested(["Nobody listened.", "Nobody asked me."], key_terms) == ("voice-of-child",)
    assert suggested(["A new   worker, and nobody would LISTEN"], key_terms) == ("voice-of-child", "transition")
    assert suggested(["All was well."], key_terms) == ()
