"""What an operator asks a service at its console, asked in this process: the service's own settings, nothing started."""

import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Any

from local.embedded import Embedded
from local.openapi import BUILDS
from services.chassis.operators.console import operate, read_arguments
from services.chassis.settings import Settings


@dataclass(frozen=True)
class Answer:
    """The exit code, what was printed, and what was said beside it."""

    code: int
    printed: str
    said: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Of an answer with `--json`."""
        return [json.loads(line) for line in self.printed.splitlines()]


def ask(deployment: Embedded, service: str, *arguments: str, **settings: str) -> Answer:
    """Not in a running event loop."""
    environment = deployment.environment(service).items()
    given = {name.removeprefix("LEARNING_").lower(): value for name, value in environment if name.startswith("LEARNING_")}
    parts = BUILDS[service](Settings.model_validate(given | settings))
    with redirect_stdout(StringIO()) as printed, redirect_stderr(StringIO()) as said:
        code = operate(parts.console(), read_arguments(service, list(arguments)))
    return Answer(code, printed.getvalue(), said.getvalue())
