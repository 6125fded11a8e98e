"""docs/tour.md leads to lines of code by name: where each name is now. `python -m tests.support.tour` puts the lines right."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tour.md"
ANCHOR = re.compile(r"\[`([^`]+)`\]\(\.\./([^)#]+\.py)#([^)]*)\)")
"""The name, the file that defines it, and the line."""


def definitions(body: Sequence[ast.stmt], owner: str = "") -> Iterator[tuple[str, int]]:
    """Every function, class and assignment with its line; what a class holds as `Class.name`."""
    for node in body:
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield owner + node.name, node.lineno
            case ast.ClassDef():
                yield owner + node.name, node.lineno
                yield from definitions(node.body, f"{owner}{node.name}.")
            case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                yield owner + name, node.lineno


def place_of(root: Path, name: str, path: str) -> str | None:
    """Such as `L42`. None where no such file defines the name."""
    if not (root / path).is_file():
        return None
    lines = dict(definitions(ast.parse((root / path).read_text()).body))
    return f"L{lines[name]}" if name in lines else None


def written(root: Path, page: str) -> str:
    """The page with every line put right; what leads nowhere stays as it is."""

    def right(anchor: re.Match[str]) -> str:
        name, path, place = anchor.groups()
        return f"[`{name}`](../{path}#{place_of(root, name, path) or place})"

    return ANCHOR.sub(right, page)


if __name__ == "__main__":
    PAGE.write_text(written(ROOT, PAGE.read_text()))
