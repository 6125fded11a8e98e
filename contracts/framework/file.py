"""Reads the settings document from its YAML file, and reports every fault with its line (docs/architecture.md
"Framework")."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from contracts.framework.document import Framework
from contracts.framework.faults import Fault, Place, faults_of

RISK_WORDS = Path(__file__).with_name("risk_words.yaml")
"""The delivered list of risk words. A document without a list of its own has this one."""


class WrongFramework(Exception):
    """A settings document that cannot be used. Its text lists every fault. `faults` holds the same list."""

    def __init__(self, path: Path, faults: tuple[str, ...]) -> None:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        super().__init__("\n".join([f"{path.name} cannot be used: {count}", *(f"  {fault}" for fault in faults)]))
        self.faults = faults


class PlainLoader(yaml.CSafeLoader):
    """A YAML loader with the plain types of JSON.

    `no` stays a word, and `18:00` stays a time instead of 1,080. The model parses the dates.
    """


PlainLoader.yaml_implicit_resolvers = {}
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(null|~|)$"), ["n", "~", ""])
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(true|false)$"), ["t", "f"])
PlainLoader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(0|[1-9][0-9]*)$"), list("-0123456789"))


def load(path: Path) -> Framework:
    """Returns the settings in a file. Raises `WrongFramework` with every fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as wrong:
        why = wrong.strerror if isinstance(wrong, OSError) else "it is not UTF-8"
        raise WrongFramework(path, (f"{path} cannot be read: {why}",)) from None
    return read(text, path)


def read(text: str, path: Path) -> Framework:
    """Returns the settings in a text. The faults name `path`."""
    try:
        node = yaml.compose(text, PlainLoader)
        document = completed(plain(text))
    except yaml.MarkedYAMLError as wrong:
        line = f"line {wrong.problem_mark.line + 1}: " if wrong.problem_mark else ""
        raise WrongFramework(path, (f"{line}this is not YAML: {wrong.problem}",)) from None
    except yaml.YAMLError as wrong:
        raise WrongFramework(path, (f"this is not YAML: {wrong}",)) from None
    faults = (*said_twice(node, ()), *faults_of(document))
    if faults:
        raise WrongFramework(path, tuple(line for _, line in sorted(located(fault, node, document) for fault in faults)))
    return Framework.model_validate(document)


def plain(text: str) -> Any:
    """Returns a YAML text as plain data: mappings, lists, strings, whole numbers, true, false and null."""
    return yaml.load(text, PlainLoader)  # noqa: S506 - a safe loader with fewer types


def completed(document: Any) -> Any:
    """Returns the document with the delivered risk words, unless it has its own."""
    feedback = document.get("feedback") if isinstance(document, dict) else None
    if isinstance(feedback, dict) and "risk_words" not in feedback:
        feedback["risk_words"] = plain(RISK_WORDS.read_text(encoding="utf-8"))
    return document


def said_twice(node: yaml.Node | None, place: Place) -> Iterator[Fault]:
    """Yields settings that occur twice in one mapping, because YAML would silently keep the last one."""
    if isinstance(node, yaml.MappingNode):
        seen: set[str] = set()
        for key, value in node.value:
            if key.value in seen:
                yield Fault((*place, key.value), f"occurs twice, again on line {key.start_mark.line + 1}")
            seen.add(key.value)
            yield from said_twice(value, (*place, key.value))
    elif isinstance(node, yaml.SequenceNode):
        for number, value in enumerate(node.value):
            yield from said_twice(value, (*place, number))


def located(fault: Fault, node: yaml.Node | None, document: Any) -> tuple[int, str]:
    """Returns the line of a fault, and the sentence that names it."""
    line = line_of(node, fault.place)
    return line, f"line {line}: {named(fault.place, document)}: {fault.why}"


def line_of(node: yaml.Node | None, place: Place) -> int:
    """Returns the line of a place, or of the nearest place around it that exists."""
    line = node.start_mark.line + 1 if node else 1
    for part in place:
        found = child(node, part)
        if found is None:
            break
        line, node = found
    return line


def child(node: yaml.Node | None, part: str | int) -> tuple[int, yaml.Node] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        return node.value[part].start_mark.line + 1, node.value[part]
    if isinstance(node, yaml.MappingNode):
        return next(((key.start_mark.line + 1, value) for key, value in node.value if key.value == part), None)
    return None


def named(place: Place, document: Any) -> str:
    """Returns the name of a place, such as `review_types.lcspr.stages.2`.

    An item of a list appears by its code, or by its number from 0.
    """
    names: list[str] = []
    for part in place:
        try:
            document = document[part]
        except (KeyError, IndexError, TypeError):
            document = None
        code = document.get("code") if isinstance(part, int) and isinstance(document, dict) else None
        names.append(code if isinstance(code, str) else str(part))
    return ".".join(names) or "the document"
