"""Texts as people see them: without characters that show nothing, or that show a text in another order than it has.

They are removed and not refused, because they come with pasted text and nobody can see them. Joiners and the marks of
direction stay, because Persian, Hindi, Arabic, Hebrew and emoji need them.
"""

import unicodedata
from typing import Any

from pydantic import BeforeValidator

LINE_END = "\n"
LINE_ENDS = dict.fromkeys(map(ord, "\r\x0b\x0c\x85\u2028\u2029"), LINE_END)
KEPT = "\t\n\u200c\u200d\u200e\u200f\u061c"
REMOVED = {
    code: None
    for code in (*range(0x3000), 0xFEFF, 0xFFF9, 0xFFFA, 0xFFFB, *range(0xE0000, 0xE0080))
    if unicodedata.category(chr(code)) in ("Cc", "Cf") and chr(code) not in KEPT and code not in LINE_ENDS
}
SHOWN = LINE_ENDS | REMOVED


def visible(value: Any) -> Any:
    """Returns a value with each text in it as people see it. Names of fields stay as they are."""
    if isinstance(value, str):
        return value.replace("\r\n", LINE_END).translate(SHOWN)
    if isinstance(value, list | tuple):
        return type(value)(visible(each) for each in value)
    if isinstance(value, dict):
        return {name: visible(each) for name, each in value.items()}
    return value


def _one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


ONE_LINE = BeforeValidator(_one_line)
"""The mark of a title or a name. Line ends in it become blanks."""
