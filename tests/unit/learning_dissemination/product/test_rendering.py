"""Rendering a published product as a page and as Markdown (LD2)."""

import re
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st
from typing_extensions import override

from services.learning_dissemination.domain.product.rendering import Block, blocks, html_page, markdown
from services.learning_dissemination.domain.product.state import Published, Section
from tests.builders.given import MONDAY

OURS = {"html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "p", "time", "section", "ul", "ol", "li", "br"}
NASTY = [
    "<script>alert(1)</script>", "<img src=x onerror=y>", '"><b>', "&lt;i&gt;", "# no heading", "- item", "1. first", "\n",
    "](javascript:x)", "![](https://elsewhere.example/x.png)", "</title>", "<!--", "`code`", "    ", "\u2028", "plain",
]  # fmt: skip
texts = st.lists(st.sampled_from(NASTY) | st.text(max_size=20), max_size=8).map("\n".join)


def product(title: str = "Ask the child first", *parts: str) -> Published:
    texts_of = parts or ("Children told us:\n- nobody asked\n- nobody listened\n\nSo ask.", "1. Ask\n2. Listen")
    return Published(
        version=3,
        kind="factsheet",
        kind_label="Factsheet",
        title=title,
        sections=tuple(Section(code=f"part-{n}", label=f"Part {n}", text=text) for n, text in enumerate(texts_of)),
        themes=("neglect",),
        published_on=MONDAY.date(),
        points=(),
        reviews=(),
    )


class Read(HTMLParser):
    """A page as a browser reads it."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.others: list[str] = []
        self.headings: list[str] = []
        self.inside = ""
        self.feed(page)
        self.close()

    @override
    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.inside = tag
        if tag in ("h1", "h2"):
            self.headings.append(f"{tag} ")

    @override
    def handle_endtag(self, tag: str) -> None:
        self.inside = ""

    @override
    def handle_data(self, data: str) -> None:
        if self.inside in ("h1", "h2"):
            self.headings[-1] += data

    @override
    def handle_comment(self, data: str) -> None:
        self.others.append(data)


def test_page_has_a_language_a_title_and_headings_in_order() -> None:
    page = html_page(product(), "Testshire")
    read = Read(page)
    assert page.startswith("<!DOCTYPE html>")
    assert ("html", {"lang": "en-GB"}) in read.tags
    assert "<title>Ask the child first - Factsheet</title>" in page
    assert read.headings == ["h1 Ask the child first", "h2 Part 0", "h2 Part 1"]
    assert "Factsheet from Testshire" in page
    assert '<time datetime="2026-01-12">12 January 2026</time>' in page
    assert "@media print" in page


def test_blocks_are_paragraphs_and_lists() -> None:
    assert list(blocks("One\ntwo\n\n- a\n* b\n\n3) c\nend")) == [
        Block("p", ("One", "two")),
        Block("ul", ("a", "b")),
        Block("ol", ("c",)),
        Block("p", ("end",)),
    ]
    assert "<ul>\n<li>nobody asked</li>\n<li>nobody listened</li>\n</ul>" in html_page(product(), "Testshire")


@given(texts, texts, texts)
def test_page_escapes_everything_that_people_wrote(title: str, first: str, second: str) -> None:
    read = Read(html_page(product(title, first, second), first))
    assert {tag for tag, _ in read.tags} <= OURS
    assert read.others == []
    assert sum(tag in ("h1", "h2", "title", "style") for tag, _ in read.tags) == 5
    assert {name for _, attributes in read.tags for name in attributes} <= {
        "lang", "charset", "name", "content", "class", "datetime", "aria-labelledby", "id"}  # fmt: skip


@given(texts)
def test_page_loads_nothing_from_the_network(text: str) -> None:
    read = Read(html_page(product("Title", text, text), "Testshire"))
    assert not [name for _, attributes in read.tags for name in attributes if name in ("src", "href", "action", "srcset")]
    assert "url(" not in html_page(product(), "Testshire")


@given(texts)
def test_both_forms_hold_every_word(text: str) -> None:
    written = re.findall(r"[A-Za-z]{3,}", text)
    page, plain = html_page(product("Title", text), "Testshire"), markdown(product("Title", text), "Testshire")
    assert all(word in page and word in plain for word in written)


def test_markdown_has_the_same_parts_and_lists() -> None:
    assert markdown(product(), "Testshire") == (
        "# Ask the child first\n\n"
        "Factsheet from Testshire, published on 12 January 2026, version 3\n\n"
        "## Part 0\n\nChildren told us:\n\n- nobody asked\n- nobody listened\n\nSo ask.\n\n"
        "## Part 1\n\n1. Ask\n1. Listen\n"
    )


@given(texts, texts)
def test_markdown_escapes_everything_that_people_wrote(title: str, text: str) -> None:
    written = markdown(product(title, text), "Testshire")
    lines = written.splitlines()
    assert "<" not in written
    assert ">" not in written
    assert [line for line in lines if line.startswith("## ")] == ["## Part 0"]
    assert sum(line.startswith("#") for line in lines) == 2
    assert not re.search(r"(?<!\\)[`\[\]]", written)
