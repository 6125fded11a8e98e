"""Carries out an operator's task in this process, with a service's own settings. Starts nothing."""

import json
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import Any

from local.deployment import Deployment
from local.openapi import BUILDS
from services.chassis.operators.console import operate, read_arguments
from services.chassis.settings import Settings


@dataclass(frozen=True)
class Answer:
    """The exit code, the standard output and the standard error."""

    code: int
    printed: str
    said: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        """Returns the rows of an answer with `--json`."""
        return [json.loads(line) for line in self.printed.splitlines()]


def ask(deployment: Deployment, service: str, *arguments: str, **settings: str) -> Answer:
    """Runs a task. Call it outside an event loop."""
    environment = deployment.environment(service).items()
    given = {name.removeprefix("LEARNING_").lower(): value for name, value in environment if name.startswith("LEARNING_")}
    parts = BUILDS[service](Settings.model_validate(given | settings))
    with redirect_stdout(StringIO()) as printed, redirect_stderr(StringIO()) as said:
        code = operate(parts.console(), read_arguments(service, list(arguments)))
    return Answer(code, printed.getvalue(), said.getvalue())
