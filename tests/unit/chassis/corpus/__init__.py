"""Forms that the detectors must find, and sentences of reports and answers that they must leave alone."""

from pathlib import Path

_HERE = Path(__file__).parent


def forms() -> list[tuple[str, str]]:
    """Returns each kind with a text that identifies someone in that way."""
    lines = (_HERE / "identifying.txt").read_text().splitlines()
    return [(kind, text) for kind, text in (line.split(" | ", 1) for line in lines)]


def harmless() -> list[str]:
    """Returns sentences that identify no one."""
    return (_HERE / "harmless.txt").read_text().splitlines()
