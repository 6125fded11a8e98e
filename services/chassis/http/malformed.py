"""Sentences for malformed requests: each says what to enter, and none repeats a value that was sent."""

import re
from collections.abc import Sequence
from typing import Any

from contracts.vocabulary.types import CODE, LINK, PSEUDONYM, REFERENCE, SHA256, UUID
from services.chassis.rules.addresses import E_MAIL, WEB_ADDRESS
from services.chassis.rules.decisions import Reason
from services.chassis.rules.values import FIRST_YEAR, LARGEST_NUMBER, LAST_YEAR

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
"""Field names that may be shown. The sender chooses the name of an unknown field, and it could hold personal data."""

PATTERNS = {
    CODE: "Enter a code such as `police`: small letters, digits and hyphens.",
    PSEUDONYM: "Use a pseudonym such as child-a, never a name.",
    UUID: "Enter an id, as another answer of this service gave it.",
    REFERENCE: "Enter a reference such as `NM-2027-K7Q4`.",
    LINK: "Enter an address that begins with https:// and has no question mark in it.",
    WEB_ADDRESS: "Paste a web address that begins with https://.",
    E_MAIL: "Enter an e-mail address, such as lead@police.example.",
    r"^[A-Za-z0-9-]+$": "Enter an id or a reference, as another answer of this service gave it.",
    SHA256: "Enter a SHA-256 checksum: 64 digits and small letters.",
    r"^20\d\d-q[1-4]$": "Enter a quarter such as `2027-q2`.",
    r"\w": "Enter a name or word with at least one letter or digit.",
    r"^[a-z-]+/[a-z-]+$": "Enter the code of a reason, such as `finding/no-good-practice`.",
    r"^[a-z0-9_/-]*$": "Copy the path of a reason from the gate, such as `clocks/lcspr-complete-publish`.",
}
"""Sentences by the pattern that a text must match."""

SENTENCES = {
    "missing": "Enter a value. This cannot be left out.",
    "extra_forbidden": "Remove this field, because this request does not take it.",
    "json_invalid": "Send valid JSON.",
    "enum": "Choose one of: {expected}.",
    "literal_error": "Choose one of: {expected}.",
    "string_too_short": "Enter at least {min_length} characters.",
    "string_too_long": "Enter at most {max_length} characters.",
    "string_type": "Enter some text.",
    "string_unicode": "Enter text in valid Unicode.",
    "too_short": "Give at least {min_length} of these.",
    "too_long": "Give at most {max_length} of these.",
    "greater_than_equal": "Enter {ge} or more.",
    "greater_than": "Enter more than {gt}.",
    "less_than_equal": "Enter {le} or less.",
    "less_than": "Enter less than {lt}.",
    "date_out_of_range": f"Enter a date between {FIRST_YEAR} and {LAST_YEAR}.",
    "identifying": "This may identify someone: it contains what looks like {found}. Remove it.",
    "number_out_of_range": f"Enter a number up to {LARGEST_NUMBER}.",
    "timezone_aware": "Enter a date and time with its offset from UTC, such as 2027-03-31T09:30+01:00.",
}
"""Sentences by pydantic's type of an error. Names in braces are limits of the model."""

FAMILIES = {
    "date_": "Enter a date such as 2027-03-31.",
    "datetime_": "Enter a date and time with its offset from UTC, such as 2027-03-31T09:30+01:00.",
    "time_": "Enter a time such as 09:30.",
    "int_": "Enter a whole number.",
    "float_": "Enter a number.",
    "decimal_": "Enter a number.",
    "bool_": "Choose true or false.",
    "list_": "Send a list.",
    "tuple_": "Send a list.",
    "set_": "Send a list.",
    "frozen_set_": "Send a list.",
    "dict_": "Send an object with named fields.",
    "mapping_": "Send an object with named fields.",
    "model_": "Send an object with named fields.",
    "union_tag_": "Choose one of the kinds that this request takes.",
}
"""Sentences by the beginning of pydantic's type of an error."""

OTHERWISE = "Check this value. It does not have the form that this request takes."

MOST = 100
"""Errors that one answer names."""

PLACES = ("body", "query")
"""Parts of a request that go without saying before the name of a field or parameter."""


def reasons_for(errors: Sequence[dict[str, Any]]) -> list[Reason]:
    """Returns a reason for each of the first hundred errors.

    A list is not too short because of its wrong entries, which pydantic does not count.
    """
    shown = errors[:MOST]
    places = [error["loc"] for error in shown]

    def is_echo(error: dict[str, Any]) -> bool:
        loc = error["loc"]
        return error["type"] == "too_short" and any(len(each) > len(loc) and each[: len(loc)] == loc for each in places)

    return [reason_for(error) for error in shown if not is_echo(error)]


def reason_for(error: dict[str, Any]) -> Reason:
    """Returns the reason for one of pydantic's errors. Its own message may quote the value, so it is not used."""
    place = "/".join(str(part) for part in error["loc"] if part not in PLACES and NAME.fullmatch(str(part)))
    return Reason(code=f"request/{error['type'].replace('_', '-')}", message=sentence(error), path=place)


def sentence(error: dict[str, Any]) -> str:
    """Returns the sentence that says what to enter."""
    kind, limits = error["type"], error.get("ctx", {})
    if kind == "string_pattern_mismatch":
        return PATTERNS.get(limits["pattern"], OTHERWISE)
    if kind in ("string_too_short", "too_short") and limits["min_length"] == 1:
        return "Enter some text." if kind == "string_too_short" else "Give at least one of these."
    if kind in SENTENCES:
        return SENTENCES[kind].format_map(limits).replace("'", "")
    return next((text for family, text in FAMILIES.items() if kind.startswith(family)), OTHERWISE)
