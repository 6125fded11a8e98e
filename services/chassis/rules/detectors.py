"""Detectors of text that may identify someone: numbers, dates, names, places and addresses (RR5, FC3).

Pure. A person decides.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import NamedTuple

from services.chassis.rules.forms import FORMS
from services.chassis.rules.normalised import Normalised, normalised, sentence_around, sentence_ends

DETECTORS: Mapping[str, str] = {
    "nhs-number": "an NHS number",
    "date": "a date",
    "postcode": "a postcode",
    "phone": "a phone number",
    "e-mail": "an email address",
    "pupil-number": "a pupil number",
    "national-insurance": "a National Insurance number",
    "handle": "a social media name",
    "street": "a street address",
    "school": "the name of a school or surgery",
    "name": "the name of a person",
    "age": "an age to the day",
    "reference": "a case or crime reference",
    "vehicle": "a vehicle registration",
}
"""The kinds that the detectors find, in words."""
MASK = "[...]"
PASSES = 4
"""Times to mask, because removing one hit can expose another. A text that still has hits is masked whole."""
AROUND = 60
"""Characters shown on either side of a hit."""


class Hit(NamedTuple):
    """A place in a text that may identify someone."""

    kind: str
    start: int
    end: int
    sentence: int
    """The number of the sentence, from 1."""
    excerpt: str
    """The words around the hit."""
    key: str
    """A fingerprint of the kind, the hit and its sentence, the same however they are spaced."""


def hits(text: str) -> tuple[Hit, ...]:
    """Returns each hit in the order of the text. Of hits that overlap, the longest stands for all."""
    plain = normalised(text)
    ends = sentence_ends(plain.text)
    return tuple(_hit(text, plain, ends, kind, start, end) for kind, start, end in _found(plain.text))


def identifying(text: str) -> tuple[str, ...]:
    """Returns the kinds of the hits."""
    found = {kind for kind, _, _ in _found(normalised(text).text)}
    return tuple(kind for kind in DETECTORS if kind in found)


def masked(text: str) -> str:
    """Masks every hit."""
    for _ in range(PASSES):
        plain = normalised(text)
        found = _found(plain.text)
        if not found:
            return text
        pieces: list[str] = []
        kept = 0
        for _, start, end in found:
            first, last = plain.original(start, end)
            pieces += [text[kept:first], MASK]
            kept = max(kept, last)
        text = "".join([*pieces, text[kept:]])
    return MASK if identifying(text) else text


def _found(text: str) -> list[tuple[str, int, int]]:
    """Returns the kind and the place of each hit in a normalised text. No two of them overlap."""
    spans = [
        (each.start(pattern.groups), -each.end(pattern.groups), number, kind)
        for number, (kind, patterns) in enumerate(FORMS.items())
        for pattern in patterns
        for each in pattern.finditer(text)
    ]
    merged: list[tuple[str, int, int]] = []
    for start, minus_end, _, kind in sorted(spans):
        if merged and start < merged[-1][2]:
            last_kind, last_start, last_end = merged[-1]
            longer = -minus_end - start > last_end - last_start
            merged[-1] = (kind if longer else last_kind, last_start, max(last_end, -minus_end))
        else:
            merged.append((kind, start, -minus_end))
    return merged


def _hit(text: str, plain: Normalised, ends: tuple[int, ...], kind: str, start: int, end: int) -> Hit:
    first, last = plain.original(start, end)
    number, sentence = sentence_around(plain.text, ends, start, end)
    fingerprint = f"{kind}|{plain.text[start:end]}|{sentence}".casefold()
    return Hit(
        kind=kind,
        start=first,
        end=last,
        sentence=number,
        excerpt=text[max(0, first - AROUND) : last + AROUND].strip(),
        key=f"{kind}-{sha256(fingerprint.encode()).hexdigest()[:16]}",
    )
