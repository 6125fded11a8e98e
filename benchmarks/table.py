"""Tables of figures: for the terminal, and for a section of a Markdown page."""

from collections.abc import Sequence

Cells = Sequence[str]


def as_page(headings: Cells, rows: Sequence[Cells]) -> str:
    lines = [headings, ["---"] * len(headings), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def as_table(headings: Cells, rows: Sequence[Cells]) -> str:
    lines = [headings, *rows]
    widths = [max(len(line[column]) for line in lines) for column in range(len(headings))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)


def written(page: str, section: str, content: str) -> str:
    """Returns the page with this content as the whole of its section."""
    before, heading, after = page.partition(f"## {section}\n")
    _, next_heading, rest = after.partition("\n## ")
    return f"{before}{heading}\n{content}{next_heading}{rest}"
