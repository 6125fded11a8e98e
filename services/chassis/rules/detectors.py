"""Detectors of text that may identify someone: numbers, dates, places and addresses (RR5, FC3).

Pure. A person decides.
"""

import re
from collections.abc import Mapping

MONTHS = "jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
DETECTORS: Mapping[str, re.Pattern[str]] = {
    "nhs-number": re.compile(r"(?<!\d)\d{3}[ -]?\d{3}[ -]?\d{4}(?!\d)"),
    "date": re.compile(
        rf"(?<!\d)\d{{1,2}}[./-]\d{{1,2}}[./-](?:\d{{4}}|\d{{2}})(?!\d)|(?<!\d)\d{{4}}-\d{{2}}-\d{{2}}(?!\d)"
        rf"|(?<!\d)\d{{1,2}}(?:st|nd|rd|th)? (?:{MONTHS})[a-z]* \d{{4}}(?!\d)",
        re.IGNORECASE,
    ),
    "postcode": re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}\b", re.IGNORECASE),
    "phone": re.compile(r"(?<!\d)(?:\+44 ?|0)\d(?:[ -]?\d){8,9}(?!\d)"),
    "e-mail": re.compile(r"[^\s@<>]+@[^\s@<>]+\.[^\s@<>]+"),
}
"""The patterns by code. They find too much rather than too little."""

MASK = "[...]"


def identifying(text: str) -> tuple[str, ...]:
    """Returns the codes of the patterns that match."""
    return tuple(code for code, pattern in DETECTORS.items() if pattern.search(text))


def masked(text: str) -> str:
    """Masks every match, and repeats, because removing one match can expose another."""
    while identifying(text):
        for pattern in DETECTORS.values():
            text = pattern.sub(MASK, text)
    return text
