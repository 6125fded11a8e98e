"""Words of risk are found in any spelling, and key terms suggest themes (FC3, FC4)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.framework.involvement import KeyTerms
from services.feedback_capture.domain.response.risk import contains, risks, simplified, suggested

TERMS = ("not safe", "hitting me", "don't feel safe")


@pytest.mark.parametrize(
    "text",
    [
        "I am not safe",
        "NOT SAFE!",
        "not   safe",
        "not\nsafe",
        "not-safe at home",
        "He is hitting me.",
        "I don\u2019t feel safe",
        "I dont feel safe",
        "\uff4e\uff4f\uff54 safe",
    ],
)
def test_risk_term_is_found_however_it_is_written(text: str) -> None:
    assert contains(text, TERMS)
    assert risks(["Nothing here", text], not_safe_now=False, terms=TERMS) == ("in-words",)


@pytest.mark.parametrize("text", ["", "I feel safe", "cannot safeguard", "quitting me", "not really. Safe?"])
def test_other_words_are_no_risk(text: str) -> None:
    assert risks([text], not_safe_now=False, terms=TERMS) == ()


def test_ticked_box_is_a_risk_without_any_words() -> None:
    assert risks([], not_safe_now=True, terms=TERMS) == ("said-so",)
    assert risks(["not safe"], not_safe_now=True, terms=TERMS) == ("said-so", "in-words")


@given(st.text(max_size=50), st.sampled_from(TERMS), st.text(max_size=50))
def test_risk_term_is_found_between_other_words(before: str, term: str, after: str) -> None:
    assert contains(f"{before} {term} {after}", TERMS)


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
