"""Names and words of a subject list, found in a text however they are written (RR5)."""

import re
from collections.abc import Collection

from services.chassis.rules.normalised import normalised, sentence_around, sentence_ends


def sentences_naming(text: str, subjects: Collection[str]) -> tuple[int, ...]:
    """Returns the number of each sentence, from 1, that holds one of these words as a whole word."""
    forms = [re.escape(_plain(each)).replace(r"\ ", "[ -]").replace(r"\-", "[ -]") for each in subjects]
    if not forms:
        return ()
    plain = _plain(text)
    ends = sentence_ends(plain)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(forms)})(?:'?s)?(?!\w)")
    return tuple(dict.fromkeys(sentence_around(plain, ends, *each.span())[0] for each in pattern.finditer(plain)))


def _plain(text: str) -> str:
    return normalised(text).text.casefold()
