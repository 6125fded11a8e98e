"""Reading a form in any condition, so that no mistake in it hides that someone is at risk (FC3)."""

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from contracts.framework.document import Framework
from contracts.vocabulary.types import CODE, UUID, Code, Id
from services.chassis.rules.texts import visible
from services.feedback_capture.domain.response.risk import risks
from services.feedback_capture.domain.survey import danger

YES = (True, 1, "true", "yes", "on", "1")
FIELDS = ("answers", "survey", "form_token", "contact", "consents", danger.FIELD)
"""The fields of a form. Words in any other field are read too."""
OTHERWISE = "other"
"""The code of everything that does not stand where the form asks for it."""


class Heard(NamedTuple):
    """The readable words of a form, and the signs in them that someone is at risk."""

    survey: Id | None
    token: str
    texts: dict[Code, str]
    contact: str | None
    risks: tuple[Code, ...]


def heard(body: bytes, framework: Framework) -> Heard:
    """Reads a body that may be no answer at all. Takes time in proportion to its length, and raises nothing."""
    form = _form(body)
    answers = form.get("answers")
    answers = answers if isinstance(answers, dict) else {"": answers}
    texts: dict[Code, str] = {}
    for code, answer in [*answers.items(), ("", {name: value for name, value in form.items() if name not in FIELDS})]:
        if words := "\n".join(_texts_in(answer)):
            known = code if re.fullmatch(CODE, code) and len(code) <= 64 else OTHERWISE
            texts[known] = f"{texts[known]}\n{words}" if known in texts else words
    contact, survey, token = form.get("contact"), form.get("survey"), form.get("form_token")
    contact = contact if isinstance(contact, str) and contact else None
    not_safe = form.get(danger.FIELD)
    return Heard(
        survey=survey if isinstance(survey, str) and re.fullmatch(UUID, survey) else None,
        token=token if isinstance(token, str) else "",
        texts=texts,
        contact=contact,
        risks=risks(
            [*texts.values(), contact or ""],
            not_safe_now=isinstance(not_safe, bool | int | str) and not_safe in YES,
            rules=framework.feedback,
        ),
    )


def _form(body: bytes) -> dict[str, Any]:
    text = body.decode(errors="replace")
    try:
        form = visible(json.loads(text))
    except (ValueError, RecursionError):
        form = text
    return form if isinstance(form, dict) else {"answers": form}


def _texts_in(value: Any) -> Iterator[str]:
    """Yields each text in a value, however deep it lies."""
    waiting = [value]
    while waiting:
        each = waiting.pop()
        if isinstance(each, str):
            if each:
                yield each
        elif isinstance(each, dict):
            waiting.extend(reversed(each.values()))
        elif isinstance(each, list):
            waiting.extend(reversed(each))
