"""Every pattern that may meet outside text takes time in proportion to the text.

The tests collect the patterns from the code, and make texts from each one's own pieces that nearly match it, many times over.
"""

import ast
import importlib
import pkgutil
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path
from re import _constants as op
from re import _parser as parser
from time import process_time
from types import ModuleType
from typing import Any

import pytest
from pydantic import BaseModel

import contracts
import services

FUNCTIONS = {"compile", "fullmatch", "match", "search", "sub", "subn", "split", "findall", "finditer"}
MADE_WHEN_ASKED = {"services.chassis.rules.subjects", "services.chassis.rules.forms"}
"""Modules that make patterns from an argument. The forms lie in a table, and subjects have a test of their own."""
STEPS = (200, 10_000)
"""Characters, so that a pattern that is far too slow is found on a short text."""
MOST = 0.05
"""Seconds for the longest of these texts. Linear patterns took up to 0.005, and quadratic ones a quarter of a second."""
REPEATS = 2
EXAMPLES = {"CATEGORY_DIGIT": "7", "CATEGORY_WORD": "a", "CATEGORY_SPACE": " "}


@cache
def modules() -> tuple[ModuleType, ...]:
    found = [
        each for package in (contracts, services) for each in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
    ]
    return tuple(importlib.import_module(each.name) for each in found)


def held(value: Any) -> Iterator[re.Pattern[str]]:
    """Yields the patterns in a value, such as a table of them."""
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, Mapping):
        yield from (each for one in value.values() for each in held(one))
    elif isinstance(value, tuple | list | set | frozenset):
        yield from (each for one in value for each in held(one))


def called(module: ModuleType) -> Iterator[re.Pattern[str] | None]:
    """Yields the pattern of each call of `re` in a module, or None if it is made from an argument."""
    assert module.__file__
    for each in ast.walk(ast.parse(Path(module.__file__).read_text())):
        match each:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="re"), attr=name), args=[pattern, *_]) if name in FUNCTIONS:
                try:
                    yield re.compile(eval(ast.unparse(pattern), vars(module)))  # noqa: S307 - our own source
                except NameError:
                    yield None


def patterns() -> dict[tuple[str, int], re.Pattern[str]]:
    found = [each for module in modules() for value in vars(module).values() for each in held(value)]
    found += [each for module in modules() for each in called(module) if each is not None]
    return {(each.pattern, each.flags): each for each in found}


def test_patterns_that_an_argument_makes_are_known() -> None:
    assert {module.__name__ for module in modules() if None in called(module)} == MADE_WHEN_ASKED
    assert len(patterns()) > 80


def pieces(parsed: Iterable[Any]) -> list[str]:
    """Returns an example of each part of a pattern, in order."""
    return [text for code, value in parsed for text in example(str(code), value)]


def example(code: str, value: Any) -> list[str]:  # noqa: PLR0911 - one for each kind of part
    match code:
        case "LITERAL":
            return [chr(value)]
        case "NOT_LITERAL" | "ANY":
            return ["a" if value != ord("a") else "b"]
        case "IN":
            return [member(value)]
        case "BRANCH":
            return max((pieces(each) for each in value[1]), key=len)
        case "SUBPATTERN":
            return pieces(value[3])
        case "ATOMIC_GROUP":
            return pieces(value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, repeated = value
            return pieces(repeated) * max(1, int(least), min(int(most), REPEATS))
        case _:
            return []


def member(members: list[tuple[Any, Any]]) -> str:
    """Returns a character of a class."""
    if members[0][0] is op.NEGATE:
        inside = re.compile("[" + "".join(re.escape(chr(value)) for code, value in members[1:] if code is op.LITERAL) + "x]")
        return next(each for each in "a1 -" if not inside.match(each))
    code, value = members[0]
    return EXAMPLES.get(str(value), chr(value[0]) if code is op.RANGE else chr(value) if code is op.LITERAL else "a")


def attacks(pattern: re.Pattern[str]) -> set[str]:
    """Returns pieces that nearly match when they are repeated: each part, some neighbours, and each beginning."""
    parts = pieces(parser.parse(pattern.pattern, pattern.flags & ~re.UNICODE & ~re.DEBUG))
    near = {"".join(parts[at : at + size]) for at in range(len(parts)) for size in (1, 2, 3)}
    beginnings = {"".join(parts[:end]) for end in range(1, len(parts) + 1)}
    return {each for each in near | beginnings if each} | {"a", "1", " ", "a ", "\n"}


def seconds(pattern: re.Pattern[str], text: str) -> float:
    start = process_time()
    for _ in pattern.finditer(text):
        pass
    pattern.fullmatch(text)
    return process_time() - start


@pytest.mark.parametrize("pattern", patterns().values(), ids=lambda each: each.pattern[:40])
def test_pattern_takes_time_in_proportion_to_the_text(pattern: re.Pattern[str]) -> None:
    for piece in sorted(attacks(pattern)):
        for size in STEPS:
            text = piece * (size // len(piece) + 1) + "\x00"
            assert any(seconds(pattern, text) < MOST for _ in range(3)), (piece, size)


def models(parent: type[BaseModel] = BaseModel) -> Iterator[type[BaseModel]]:
    for each in parent.__subclasses__():
        yield each
        yield from models(each)


def settings_of(schema: Any) -> Iterator[tuple[Any, Any]]:
    """Yields the pattern and the engine of each text in a schema of pydantic's."""
    if isinstance(schema, dict):
        if schema.get("type") == "str" and "pattern" in schema:
            yield schema["pattern"], schema.get("regex_engine")
        yield from (each for one in schema.values() for each in settings_of(one))
    elif isinstance(schema, list | tuple):
        yield from (each for one in schema for each in settings_of(one))


def test_patterns_of_models_run_on_an_engine_that_is_always_linear() -> None:
    """Pydantic matches a text pattern with Rust's regex, which promises linear time. Python's own engine would not."""
    modules()
    ours = [each for each in set(models()) if each.__module__.startswith(("services.", "contracts."))]
    found = {pattern: engine for each in ours for pattern, engine in settings_of(each.__pydantic_core_schema__)}
    assert len(found) > 8
    assert {type(pattern) for pattern in found} == {str}
    assert set(found.values()) <= {None, "rust-regex"}
    assert {each.model_config.get("regex_engine") for each in ours} == {None}
