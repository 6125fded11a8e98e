"""Every function that reads a whole text takes time in proportion to it, also for the largest and oddest text."""

import json
from collections.abc import Callable
from datetime import date
from time import process_time

import pytest

from local.partnership import FRAMEWORK
from services.action_tracking.domain.action.lint import SEVERAL, VAGUE
from services.chassis.rules.detectors import hits, identifying, masked
from services.chassis.rules.subjects import sentences_naming
from services.feedback_capture.domain.concern.hearing import heard
from services.feedback_capture.domain.response.receipt import stored_form
from services.feedback_capture.domain.response.risk import at_risk, suggested
from services.learning_dissemination.domain.product.rendering import html_page, markdown
from services.learning_dissemination.domain.product.state import Published, Section

SHORT, LONG = 4_000, 16_000
"""Characters. The largest answer has 4,000."""
REPORT = 100_000
"""Characters of the largest report."""
SECONDS = 20e-6
"""For each character, on a machine that does more besides. The slowest reader took 7e-6 on a quiet one."""


def answered(text: str) -> object:
    return heard(json.dumps({"answers": {"q": text}}).encode(), FRAMEWORK)


def odd_fields(text: str) -> object:
    """Reads the text as a form of many fields that the form does not have."""
    return heard(json.dumps({"answers": {f"? {at}": text[at : at + 4] for at in range(0, len(text), 8)}}).encode(), FRAMEWORK)


def product(text: str) -> Published:
    section = Section(code="what", label="What", text=text)
    return Published.model_construct(
        kind="briefing",
        kind_label="Briefing",
        title=text,
        themes=(),
        points=(),
        reviews=(),
        published_on=date(2026, 1, 1),
        version=1,
        sections=(section,),
    )


READERS: dict[str, Callable[[str], object]] = {
    "hits": hits,
    "identifying": identifying,
    "masked": masked,
    "subjects": lambda text: sentences_naming(text, ("Harbourmaster", "a a", "Aa-Bb", "x")),
    "at risk": lambda text: at_risk(text, FRAMEWORK.feedback),
    "suggested": lambda text: suggested([text], FRAMEWORK.feedback.key_terms),
    "heard": answered,
    "heard in odd fields": odd_fields,
    "heard as no form": lambda text: heard(text.encode(), FRAMEWORK),
    "receipt": stored_form,
    "html": lambda text: html_page(product(text), "Northmere"),
    "markdown": lambda text: markdown(product(text), "Northmere"),
    "advice": lambda text: (VAGUE.match(text), SEVERAL.search(text)),
}
PIECES = (
    *("a", "a ", "k i l l ", "1", "A a ", "a@", "- ", "- a\n", "\n", " ", "\t \n", "1. ", "*_", "<&>", '{"a":', "[", "\\u0000"),
    *(
        "\u0315\u0300",
        "a\u0315\u0300",
        "\u0f73",
        "\u0344",
        "\ufdfa",
        "\u200b",
        "\u202e",
        "\U0001f468\u200d",
        "\u0130",
        "\u1e9e",
    ),
    *("i want to die ", "he hurts ", "h3lp ", "aaaa", "'", "Harbourmaster ", "Aa-", "'s"),
)


def seconds(read: Callable[[str], object], text: str) -> float:
    start = process_time()
    read(text)
    return process_time() - start


@pytest.mark.parametrize("reader", READERS)
def test_reader_takes_time_in_proportion_to_the_text(reader: str) -> None:
    """Four times the text takes four times as long; quadratic time takes sixteen times."""
    read = READERS[reader]
    for piece in PIECES:
        short, long = (piece * (size // len(piece)) for size in (SHORT, LONG))
        assert any(seconds(read, long) < 10 * seconds(read, short) + 0.05 for _ in range(3)), ascii(piece)


@pytest.mark.parametrize("piece", ["a ", "a@", "1", "\ufdfa", "a\u0315\u0300"], ids=ascii)
def test_largest_report_is_read_within_the_bound(piece: str) -> None:
    assert seconds(hits, piece * (REPORT // len(piece))) < SECONDS * REPORT
