"""Renders a published product as an HTML page and as Markdown (LD2). Escapes everything that people wrote.

Texts may hold paragraphs and lists (`- ` or `1. ` at the beginning of lines). All other markup counts as plain text.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from itertools import groupby

from services.learning_dissemination.domain.product.state import Published, Section

ITEMS = {"ul": re.compile(r"^[-*•]\s+"), "ol": re.compile(r"^\d{1,3}[.)]\s+")}
"""The beginning of a list line without blanks around it, by the tag of the list."""
STYLE = (
    "body{font:1.125rem/1.6 system-ui,sans-serif;max-width:42rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a;background:#fff}"
    "h1,h2{line-height:1.25}h2{margin-top:2rem}.about{color:#454545}"
    "@media print{body{font-size:11pt;margin:0;max-width:none}h2{break-after:avoid}li,p{orphans:3;widows:3}}"
)


@dataclass(frozen=True)
class Block:
    """A paragraph (`p`) or a list, and its lines."""

    tag: str
    lines: tuple[str, ...]


def blocks(text: str) -> Iterator[Block]:
    """Yields the paragraphs and lists of a text, in order. A blank line ends a block."""
    for tag, lines in groupby(map(str.strip, text.splitlines()), key=_tag):
        if tag == "p":
            yield Block("p", tuple(lines))
        elif tag:
            yield Block(tag, tuple(ITEMS[tag].sub("", line) for line in lines))


def html_page(product: Published, partnership: str) -> str:
    """Returns a self-contained page without scripts, fit for print and for screen readers."""
    day = f"{product.published_on.day} {product.published_on:%B %Y}"
    sections = "\n".join(_section(section) for section in product.sections)
    title = escape(product.title)
    return f"""<!DOCTYPE html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title} - {escape(product.kind_label)}</title>
<style>{STYLE}</style>
</head>
<body>
<main>
<h1>{title}</h1>
<p class="about">{escape(product.kind_label)} from {escape(partnership)}, published on
<time datetime="{product.published_on.isoformat()}">{day}</time>, version {product.version}</p>
{sections}
</main>
</body>
</html>
"""


def markdown(product: Published, partnership: str) -> str:
    """Returns the product as Markdown, with a heading for each part."""
    day = f"{product.published_on.day} {product.published_on:%B %Y}"
    about = f"{product.kind_label} from {partnership}, published on {day}, version {product.version}"
    written = [f"## {_escaped(part.label)}\n\n" + "\n\n".join(map(_marked, blocks(part.text))) for part in product.sections]
    return "\n\n".join([f"# {_escaped(product.title)}", _escaped(about), *written]) + "\n"


def _tag(line: str) -> str:
    """Returns the tag of the line's block; empty for a blank line."""
    if not line:
        return ""
    return next((tag for tag, begins in ITEMS.items() if begins.match(line)), "p")


def _section(section: Section) -> str:
    inner = "\n".join(map(_shown, blocks(section.text)))
    code = escape(section.code)
    heading = f'<h2 id="{code}">{escape(section.label)}</h2>'
    return f'<section aria-labelledby="{code}">\n{heading}\n{inner}\n</section>'


def _shown(block: Block) -> str:
    lines = [escape(line) for line in block.lines]
    if block.tag == "p":
        return "<p>" + "<br>\n".join(lines) + "</p>"
    return f"<{block.tag}>\n" + "\n".join(f"<li>{line}</li>" for line in lines) + f"\n</{block.tag}>"


def _marked(block: Block) -> str:
    marks = {"p": "", "ul": "- ", "ol": "1. "}
    return "\n".join(marks[block.tag] + _escaped(line) for line in block.lines)


MARKUP = re.compile(r"([\\`*_\[\]#|~])|^([-+=])")


def _escaped(line: str) -> str:
    """Returns the line with all Markdown characters escaped."""
    return MARKUP.sub(r"\\\g<0>", escape(line, quote=False))
