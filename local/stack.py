"""The local stack: what `make up`, `make down`, `make fresh` and `make play` do, and the stack that a demo passes through."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from local.deployment import BROKER, SERVICES, STORE
from local.embedded import GRACE, ROOT, Embedded
from local.partnership import COUNCIL, HOSPITAL, POLICE
from local.parts.files import write_whole
from local.parts.process_identity import end
from local.parts.processes import RECORD, recorded
from local.parts.service import service_command

LOCAL = ROOT / ".local"
STACK = "stack.json"

PEOPLE = (
    ("business-unit", "partnership", "runs the framework: opens, scopes, records, sends"),
    ("decider", "partnership", "decides, publishes, approves, judges"),
    ("decider", POLICE, "a delegated partner: decides for the partnership, and keeps its own agency"),
    ("scrutineer", "partnership", "reads all, judges what the partnership owns"),
    ("lead-reviewer", "independent", "leads the reviews that name them"),
    ("agency-lead", POLICE, "answers for its agency's obligations and actions"),
    ("agency-lead", HOSPITAL, "the same for another agency"),
    ("agency-lead", COUNCIL, "the same for another agency"),
    ("contributor", POLICE, "progress and evidence on its own actions"),
    ("practitioner", POLICE, "takes part, acknowledges what was learnt"),
    ("practitioner", HOSPITAL, "the same for another agency"),
    ("practitioner", COUNCIL, "the same for another agency"),
    ("facilitator", "partnership", "hears practitioners and families"),
    ("inspector", "independent", "reads as-at views"),
    ("operator", "independent", "health, parked messages"),
)
"""Who has a sample token: role, whom they act for, and what they do."""

TEAMS = ((COUNCIL, 8), (POLICE, 2))
"""The size of each agency's team. Its practitioners have tokens too, such as `practitioner-1@<agency>`."""


def described(deployment: Embedded) -> dict[str, Any]:
    """What somebody needs to work with a stack that is up."""
    return {
        "broker": deployment.broker_address,
        "topic_prefix": deployment.topic_prefix,
        "services": {service: deployment.url(service) for service in SERVICES},
        "stores": {service: deployment.store_uri(service) for service in SERVICES},
        "tokens": {f"{role}@{agency}": deployment.token(role, agency=agency) for role, agency, _ in PEOPLE} | teams(deployment),
        "clock": str(deployment.clock.path),
        "settings": {service: settings(deployment, service) for service in SERVICES},
    }


def settings(deployment: Embedded, service: str) -> dict[str, str]:
    """What the service is started with."""
    return {name: value for name, value in deployment.environment(service).items() if name.startswith("LEARNING_")}


def teams(deployment: Embedded) -> dict[str, str]:
    people = [(f"practitioner-{number}", agency) for agency, size in TEAMS for number in range(1, size + 1)]
    return {
        f"{who}@{agency}": deployment.token("practitioner", agency=agency, person_ref=f"{who}-{agency}")
        for who, agency in people
    }


@contextmanager
def passing_stack() -> Iterator[Path]:
    """A stack of its own for a demo: gives its `stack.json`, and leaves nothing behind."""
    with Embedded() as deployment:
        stack = deployment.folder / STACK
        write_whole(stack, json.dumps(described(deployment), indent=2))
        yield stack


def up(folder: Path, services: tuple[str, ...] = SERVICES) -> None:
    """All of it runs on the data in `folder` and goes on when this process ends; what runs already is left as it is."""
    if is_up(folder):
        print("Already up.\n")
        show(folder)
        return
    if parts := recorded(folder):
        ended = [part.name for part in parts if not part.alive]
        print(f"Not all of it is there any more ({', '.join(ended) or 'it never came up'}), so it starts again.")
        down(folder)
    print(f"Starting {', '.join((BROKER, STORE, *services))} on the data in {shown(folder)} ...", flush=True)
    began = time.monotonic()
    deployment = Embedded(folder, services=services, detached=True)
    deployment.start()
    write_whole(folder / STACK, json.dumps(described(deployment), indent=2))
    print(f"Ready in {time.monotonic() - began:.1f} s.\n")
    show(folder)


def down(folder: Path) -> None:
    """Ends exactly what `up` started there, whoever calls it; the data stays."""
    running = [part for part in recorded(folder) if part.alive]
    below = {BROKER, STORE}
    end([part for part in running if part.name not in below], GRACE)
    end([part for part in running if part.name in below], GRACE)
    for name in (STACK, RECORD):
        (folder / name).unlink(missing_ok=True)
    print(f"Stopped {', '.join(part.name for part in running)}." if running else "Nothing was running.")


def fresh(folder: Path) -> None:
    down(folder)
    shutil.rmtree(folder, ignore_errors=True)
    up(folder)


def play(folder: Path) -> None:
    if not is_up(folder):
        sys.exit("The stack is not up: `make up` starts it, `make demo` plays on one of its own.")
    sys.exit(subprocess.call([sys.executable, "-m", "demo.play", str(folder / STACK)], cwd=ROOT))


def ask(folder: Path, service: str, task: list[str]) -> int:
    """An operator's task (docs/operations.md), in the environment of a service of the stack that is up."""
    if not is_up(folder):
        sys.exit("The stack is not up: `make up` starts it.")
    settings: dict[str, str] = json.loads((folder / STACK).read_text())["settings"][service]
    return subprocess.call(service_command(service) + task, cwd=ROOT, env=os.environ | settings)


def is_up(folder: Path) -> bool:
    parts = recorded(folder)
    return (folder / STACK).exists() and bool(parts) and all(part.alive for part in parts)


def show(folder: Path) -> None:
    """What is up, in words: tokens first, so that the addresses end up where one looks."""
    stack = json.loads((folder / STACK).read_text())
    print("Sample tokens (Authorization: Bearer ...), valid for 30 days:")
    for role, agency, does in PEOPLE:
        print(f"\n  {role}@{agency}: {does}\n  {stack['tokens'][f'{role}@{agency}']}")
    print("\nServices and their API pages:")
    for service, url in stack["services"].items():
        print(f"  {service:22}  {url}  {url}/docs")
    print(f"\nBroker                  {stack['broker']}")
    print(f"Everything              {shown(folder / STACK)}, logs in {shown(folder / 'logs')}")
    print("\nNext: `make play` tells a story on it, `make down` stops it, `make fresh` starts with nothing in it.")


def shown(path: Path) -> str:
    return os.path.relpath(path)


COMMANDS = {
    "up": (up, "start everything on the data in .local and leave it running"),
    "down": (down, "stop what up started; the data stays"),
    "fresh": (fresh, "down, empty the data, up"),
    "play": (play, "tell the demo's story on the stack that is up"),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local.stack", description="The local stack, without Docker.")
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, does) in COMMANDS.items():
        choices.add_parser(name, help=does, description=does)
    asking = choices.add_parser("ask", help="do an operator's task", description="Does an operator's task.")
    asking.add_argument("service", choices=SERVICES)
    asking.add_argument("task", nargs=argparse.REMAINDER, help="such as: parked, or --help")
    asked = parser.parse_args()
    try:
        if asked.command == "ask":
            sys.exit(ask(LOCAL, asked.service, asked.task or ["--help"]))
        command, _ = COMMANDS[asked.command]
        command(LOCAL)
    except RuntimeError as trouble:
        sys.exit(f"{trouble}\n\nThe logs are in {shown(LOCAL / 'logs')}; `make fresh` starts with empty data.")
    except KeyboardInterrupt:
        sys.exit("Interrupted; nothing is left running.")


if __name__ == "__main__":
    main()
