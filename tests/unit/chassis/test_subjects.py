"""Words of a subject list, found however they are written (RR5)."""

import pytest

from services.chassis.rules.subjects import sentences_naming

SUBJECTS = ("Kettle", "Ella-Mae", "Zoë", "Rose Cottage", "O'Dowd")


@pytest.mark.parametrize(
    "text",
    [
        "Sarah Kettle was seen.",
        "the KETTLES moved",
        "Kettle's account",
        "Ket\u00adtle",
        "K\u200bettle",
        "\uff2bettle",
        "Ella Mae and Ella-Mae",
        "Ella\u2011Mae",
        "Zoe",
        "ZOE\u0308",
        "rose\u00a0 cottage",
        "O\u2019Dowd",
        "(kettle)",
    ],
)
def test_word_of_the_list_is_found_in_disguise(text: str) -> None:
    assert sentences_naming(text, SUBJECTS) == (1,)
    assert sentences_naming(f"Nothing here. {text}", SUBJECTS) == (2,)


@pytest.mark.parametrize("text", ["A kettledrum.", "Rosemary.", "The rose and the cottage.", "Ella.", ""])
def test_other_words_are_left_alone(text: str) -> None:
    assert sentences_naming(text, SUBJECTS) == ()


def test_empty_list_finds_nothing() -> None:
    assert sentences_naming("Sarah Kettle", ()) == ()


def test_word_that_looks_like_a_pattern_is_a_word() -> None:
    assert sentences_naming("anything", ("a.*",)) == ()
    assert sentences_naming("it says a.* here", ("a.*",)) == (1,)
