"""Writes `contracts/published/` from the models.

Run it as a module. With `--check` it writes nothing and reports stale files.
"""

import argparse
import json
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import holidays
import yaml

from contracts.events.catalogue import PUBLISHERS
from contracts.framework.bank_holidays import CALENDARS
from contracts.publishing.asyncapi import asyncapi, message_key
from contracts.publishing.schemas import envelope_schema, event_schema, framework_schema, headers_schema

PUBLISHED = Path(__file__).parents[1] / "published"

Documents = dict[str, str]
"""Text by path below `published/`."""


def as_json(document: Any) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def event_schemas() -> Documents:
    return {f"{message_key(event)}.json": as_json(event_schema(event)) for event in PUBLISHERS}


def other_schemas() -> Documents:
    return {
        "envelope.schema.json": as_json(envelope_schema()),
        "headers.schema.json": as_json(headers_schema()),
        "framework.schema.json": as_json(framework_schema()),
    }


def asyncapi_document() -> Documents:
    return {"asyncapi.yaml": yaml.safe_dump(asyncapi(), sort_keys=False, allow_unicode=True, width=120)}


BANK_HOLIDAYS = {"GB-ENG": ("GB", "ENG"), "GB-NIR": ("GB", "NIR"), "GB-SCT": ("GB", "SCT"), "GB-WLS": ("GB", "WLS")}
YEARS = range(2000, 2100)


def bank_holidays() -> Documents:
    """Returns a calendar as JSON, one line per year.

    Published here, so that no service keeps every country's calendar in memory to use one.
    """
    made = {}
    for name, (country, subdivision) in BANK_HOLIDAYS.items():
        days = sorted(holidays.country_holidays(country, subdiv=subdivision, years=YEARS))
        lines = (" ".join(day.isoformat() for day in days if day.year == year) for year in YEARS)
        made[f"{CALENDARS.name}/{name}.txt"] = "".join(f"{line}\n" for line in lines)
    return made


SOURCES: tuple[Callable[[], Documents], ...] = (event_schemas, other_schemas, asyncapi_document, bank_holidays)
"""The functions that make what is published."""


def documents() -> Documents:
    """Returns everything that is published, from the models as they are now."""
    return {path: text for source in SOURCES for path, text in source().items()}


def stale(made: Mapping[str, str], folder: Path) -> list[str]:
    """Returns the differences between a folder and the documents made now.

    Ignores folders below it that nothing writes to.
    """
    faults = []
    for path, text in made.items():
        if not (folder / path).is_file():
            faults.append(f"{path}: is missing")
        elif (folder / path).read_text(encoding="utf-8") != text:
            faults.append(f"{path}: is stale")
    folders = {folder, *((folder / path).parent for path in made)}
    there = sorted(file.relative_to(folder).as_posix() for each in folders for file in each.glob("*") if file.is_file())
    return faults + [f"{path}: no model makes this file" for path in there if path not in made]


def write(made: Mapping[str, str], folder: Path) -> None:
    """Writes every document that has changed. Keeps a file that no model makes, because it was a promise."""
    for path, text in made.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if not file.is_file() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")
            print(f"wrote {path}")


def main(arguments: list[str], makes: Callable[[], Documents] = documents, below: str = "") -> int:
    """Publishes the documents of `makes` in the folder `below`, and returns the exit code."""
    parser = argparse.ArgumentParser(description="Writes the published documents, or reports stale ones.")
    parser.add_argument(
        "--check", action="store_true", help="write nothing, report stale documents, and exit with 1 if any are"
    )
    check = parser.parse_args(arguments).check
    made, folder = makes(), PUBLISHED / below
    if not check:
        write(made, folder)
    faults = stale(made, folder)
    for fault in faults:
        print(Path("contracts/published", below, fault).as_posix(), file=sys.stderr)
    if faults:
        print("Run `make publish` to write them. Remove a file that no model makes by hand.", file=sys.stderr)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
