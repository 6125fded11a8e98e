"""Steps as data, and the two players that carry them out: `play` waits for each answer, and `aplay` awaits it."""

from collections.abc import Awaitable, Callable, Generator, Sequence
from dataclasses import dataclass
from typing import Any

Json = dict[str, Any]
Names = dict[str, str]
"""Values that earlier steps made, by the name that later steps use in paths and bodies: `{review}`."""
Request = tuple[str, str, Json]
"""Role, path and body of a command."""


@dataclass(frozen=True)
class Step:
    """A command, named by the state that it reaches. `learns` names values of the answer for later steps."""

    reached: str
    role: str
    path: str
    body: Json
    learns: tuple[str, Callable[[Json], str]] | None = None


def play(send: Callable[[str, str, Json], Json], steps: Sequence[Step], until: str = "", **names: str) -> Names:
    """Plays all steps, or those up to a state. Returns the values that they made."""
    playing = _played(steps, until, names)
    request = next(playing)
    while True:
        try:
            request = playing.send(send(*request))
        except StopIteration as end:
            return dict(end.value)


async def aplay(
    send: Callable[[str, str, Json], Awaitable[Json]], steps: Sequence[Step], until: str = "", **names: str
) -> Names:
    """Plays the steps as `play` does, with an asynchronous sender."""
    playing = _played(steps, until, names)
    request = next(playing)
    while True:
        try:
            request = playing.send(await send(*request))
        except StopIteration as end:
            return dict(end.value)


def _played(steps: Sequence[Step], until: str, names: Names) -> Generator[Request, Json, Names]:
    if until and until not in {step.reached for step in steps}:
        raise LookupError(f"no step reaches the state {until!r}")
    for step in steps:
        shown = yield step.role, step.path.format(**names), _filled(step.body, names)
        if step.learns:
            name, found = step.learns
            names |= {name: found(shown)}
        if step.reached == until:
            break
    return names


def _filled(value: Any, names: Names) -> Any:
    """Returns the body with the values in place of names in braces."""
    if isinstance(value, dict):
        return {key: _filled(each, names) for key, each in value.items()}
    if isinstance(value, list):
        return [_filled(each, names) for each in value]
    if isinstance(value, str) and value[:1] + value[-1:] == "{}":
        return names[value[1:-1]]
    return value
