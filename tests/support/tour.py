"""The anchors of docs/tour.md, which lead to lines of code by name. `python -m tests.support.tour` corrects files and lines."""

import ast
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "tour.md"
ANCHOR = re.compile(r"\[`([^`]+)`\]\(\.\./([^)#]+\.py)#([^)]*)\)")
"""Matches the name, the file that defines it, and the line."""


def definitions(body: Sequence[ast.stmt], owner: str = "") -> Iterator[tuple[str, int]]:
    """Yields every function, class and assignment with its line. A member of a class is `Class.name`."""
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
    """Returns the anchor of a line, such as `L42`; None if the file does not define the name."""
    if not (root / path).is_file():
        return None
    lines = dict(definitions(ast.parse((root / path).read_text()).body))
    return f"L{lines[name]}" if name in lines else None


def homes(root: Path, name: str) -> list[str]:
    """Returns the files of the product that define a name."""
    files = [file for package in ("contracts", "services", "local") for file in sorted((root / package).rglob("*.py"))]
    paths = [file.relative_to(root).as_posix() for file in files]
    return [path for path in paths if place_of(root, name, path)]


def written(root: Path, page: str) -> str:
    """Returns the page with every anchor corrected. A name that moved is followed if one file alone defines it."""

    def right(anchor: re.Match[str]) -> str:
        name, path, place = anchor.groups()
        if not place_of(root, name, path) and len(found := homes(root, name)) == 1:
            (path,) = found
        return f"[`{name}`](../{path}#{place_of(root, name, path) or place})"

    return ANCHOR.sub(right, page)


if __name__ == "__main__":
    PAGE.write_text(written(ROOT, PAGE.read_text()))
