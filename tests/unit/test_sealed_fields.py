"""Every text in every state is marked as sealed, or cannot hold text about people, or is listed here with the reason."""

import importlib
from collections.abc import Iterator
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pytest
from pydantic import BaseModel, StringConstraints

from local.parts.names import SERVICES, module
from services.chassis.rules.sealed import Sealed

KINDS = {
    (service, kind.name): kind for service in SERVICES for kind in importlib.import_module(module(service)).KINDS
}  # fmt: skip
PUBLIC = "everybody may read it"
NAMES_A_RULE = "it is a code of a rule, or names the subject of a reason by codes and versions"
OUR_LINK = "it is a link of ours, without a query"
OF_THE_CHANNEL = "the provider of the channel gives it to a message"
EXCEPTIONS = {
    "survey.title": PUBLIC,
    "survey.questions.words": PUBLIC,
    "product.title": PUBLIC,
    "product.parts": PUBLIC,
    "product.published.kind_label": PUBLIC,
    "product.published.title": PUBLIC,
    "product.published.sections.label": PUBLIC,
    "product.published.sections.text": PUBLIC,
    "review.overrides.code": NAMES_A_RULE,
    "review.overrides.path": NAMES_A_RULE,
    "response.receipt": "it is a keyed hash of the receipt code, which says nothing of the answers",
    "digest.lines.link": OUR_LINK,
    "ledger-entry.told.line.link": OUR_LINK,
    "digest.sendings.provider_id": OF_THE_CHANNEL,
    "urgent-notice.steps.told.provider_id": OF_THE_CHANNEL,
    "ledger-entry.event": "it is the id of an event",
}


def free_texts(annotation: Any, name: str) -> Iterator[str]:
    """Yields the path of each field that may hold any text, and is not marked."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        if any(isinstance(each, Sealed) for each in arguments[1:]):
            return
        limited = any(isinstance(each, StringConstraints) and each.pattern for each in arguments[1:])
        yield from () if limited else free_texts(arguments[0], name)
    elif origin in (Union, UnionType, tuple, list, dict):
        for each in arguments:
            yield from free_texts(each, name)
    elif origin is Literal or not isinstance(annotation, type):
        return
    elif issubclass(annotation, BaseModel):
        for field, info in annotation.model_fields.items():
            whole = Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation
            yield from free_texts(whole, f"{name}.{field}")
    elif issubclass(annotation, str) and not issubclass(annotation, Enum):
        yield name


@pytest.mark.parametrize(("service", "kind"), KINDS)
def test_every_text_of_a_state_is_sealed_or_excepted(service: str, kind: str) -> None:
    found = dict.fromkeys(free_texts(KINDS[service, kind].state, kind))
    assert [each for each in found if each not in EXCEPTIONS] == []


def test_every_exception_is_needed() -> None:
    found = {each for (_, name), kind in KINDS.items() for each in free_texts(kind.state, name)}
    assert set(EXCEPTIONS) - found == set()
