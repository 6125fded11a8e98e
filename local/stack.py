"""The local stack behind `make up`, `make down`, `make fresh` and `make play`, and the temporary stack of a demo."""

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

from local.deployment import Deployment
from local.grounds.ground import EMBEDDED, GRACE
from local.partnership import COUNCIL, HEALTH_BOARD, HOSPITAL, POLICE
from local.parts.files import write_whole
from local.parts.names import BROKER, SERVICES, STORE
from local.parts.process_identity import end
from local.parts.processes import RECORD, ROOT, recorded
from local.parts.service import service_command

LOCAL = ROOT / ".local"
STACK = "stack.json"

PEOPLE = (
    ("business-unit", "partnership", "runs the framework: opens, scopes, records and sends"),
    ("decider", "partnership", "decides, publishes, approves, judges"),
    ("decider", POLICE, "a delegated partner: decides for the partnership, and keeps its own agency"),
    ("decider", HEALTH_BOARD, "another delegated partner"),
    ("scrutineer", "partnership", "reads everything, judges what the partnership owns"),
    ("lead-reviewer", "independent", "leads the reviews that name them"),
    ("agency-lead", POLICE, "answers for the obligations and actions of its agency"),
    ("agency-lead", HOSPITAL, "the same for another agency"),
    ("agency-lead", COUNCIL, "the same for another agency"),
    ("contributor", POLICE, "reports progress and evidence on its own actions"),
    ("practitioner", POLICE, "takes part in reviews, acknowledges learning"),
    ("practitioner", HOSPITAL, "the same for another agency"),
    ("practitioner", COUNCIL, "the same for another agency"),
    ("facilitator", "partnership", "interviews practitioners and families"),
    ("inspector", "independent", "reads reviews as they were"),
    ("operator", "independent", "health, parked messages"),
)
"""People with a sample token: role, agency, and tasks (docs/access.md "Roles")."""

TEAMS = ((COUNCIL, 8), (POLICE, 2))
"""The size of each agency's team. Its practitioners have tokens too, such as `practitioner-1@<agency>`."""


def described(deployment: Deployment) -> dict[str, Any]:
    """The addresses and tokens that a person needs to work with a running stack."""
    return {
        "broker": deployment.broker_address,
        "topic_prefix": deployment.topic_prefix,
        "services": {service: deployment.url(service) for service in SERVICES},
        "stores": {service: deployment.store_uri(service) for service in SERVICES},
        "tokens": {f"{role}@{agency}": deployment.token(role, agency=agency) for role, agency, _ in PEOPLE} | teams(deployment),
        "clock": str(deployment.clock.path),
        "settings": {service: settings(deployment, service) for service in SERVICES},
    }


def settings(deployment: Deployment, service: str) -> dict[str, str]:
    """The settings that services start with."""
    return {name: value for name, value in deployment.environment(service).items() if name.startswith("LEARNING_")}


def teams(deployment: Deployment) -> dict[str, str]:
    people = [(f"practitioner-{number}", agency) for agency, size in TEAMS for number in range(1, size + 1)]
    return {
        f"{who}@{agency}": deployment.token("practitioner", agency=agency, person_ref=f"{who}-{agency}")
        for who, agency in people
    }


@contextmanager
def passing_stack() -> Iterator[Path]:
    """A stack of its own for a demo: yields its `stack.json`, and leaves nothing behind."""
    with Deployment(limited=True) as deployment:
        stack = deployment.folder / STACK
        write_whole(stack, json.dumps(described(deployment), indent=2))
        yield stack


def up(folder: Path, services: tuple[str, ...] = SERVICES) -> None:
    """Starts every part on the data in `folder`, which keeps running when this process ends.

    Keeps parts that already run.
    """
    if is_up(folder):
        print("The stack is already running.\n")
        show(folder)
        return
    if parts := recorded(folder):
        ended = [part.name for part in parts if not part.alive]
        print(f"Some parts have stopped ({', '.join(ended) or 'it never came up'}). The stack starts again.")
        down(folder)
    print(f"Starting {', '.join((BROKER, STORE, *services))} on the data in {shown(folder)} ...", flush=True)
    began = time.monotonic()
    deployment = Deployment(folder, services=services, detached=True, limited=True, stack=EMBEDDED)
    deployment.start()
    write_whole(folder / STACK, json.dumps(described(deployment), indent=2))
    print(f"Ready in {time.monotonic() - began:.1f} s.\n")
    show(folder)


def down(folder: Path) -> None:
    """Ends exactly the parts that `up` started there, from any process. The data stays."""
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
        sys.exit("The stack is not running. Run `make up` to start it, or `make demo` for a stack of its own.")
    sys.exit(subprocess.call([sys.executable, "-m", "demo.play", str(folder / STACK)], cwd=ROOT))


def ask(folder: Path, service: str, task: list[str]) -> int:
    """Carries out an operator's task (docs/operations.md "Asking a service") in the environment of a running service."""
    if not is_up(folder):
        sys.exit("The stack is not running. Run `make up` to start it.")
    settings: dict[str, str] = json.loads((folder / STACK).read_text())["settings"][service]
    return subprocess.call(service_command(service) + task, cwd=ROOT, env=os.environ | settings)


def is_up(folder: Path) -> bool:
    parts = recorded(folder)
    return (folder / STACK).exists() and bool(parts) and all(part.alive for part in parts)


def show(folder: Path) -> None:
    """Describes the running stack. Tokens come first, so that the addresses end up at the bottom of the screen."""
    stack = json.loads((folder / STACK).read_text())
    print("Sample tokens (Authorization: Bearer ...), valid for 30 days:")
    for role, agency, does in PEOPLE:
        print(f"\n  {role}@{agency}: {does}\n  {stack['tokens'][f'{role}@{agency}']}")
    print("\nServices and their API pages:")
    for service, url in stack["services"].items():
        print(f"  {service:22}  {url}  {url}/docs")
    print(f"\nBroker                  {stack['broker']}")
    print(f"Everything              {shown(folder / STACK)}, logs in {shown(folder / 'logs')}")
    print("\nNext: `make play` plays the demo on it, `make down` stops it, `make fresh` starts with empty data.")


def shown(path: Path) -> str:
    return os.path.relpath(path)


COMMANDS = {
    "up": (up, "start every part on the data in .local and leave it running"),
    "down": (down, "stop the stack and keep its data"),
    "fresh": (fresh, "stop the stack and start it with empty data"),
    "play": (play, "play the demo on the running stack"),
}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m local.stack", description="The local stack, without Docker.")
    choices = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")
    for name, (_, does) in COMMANDS.items():
        choices.add_parser(name, help=does, description=does)
    asking = choices.add_parser("ask", help="carry out an operator's task", description="Carries out an operator's task.")
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
        sys.exit("Interrupted. Nothing is left running.")


if __name__ == "__main__":
    main()
