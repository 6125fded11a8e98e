"""Guards for the words of docs/style.md "Fifteen rules". Planted violations show that each one bites."""

import ast
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCUMENTED = ("services", "contracts", "local", "demo")
CODE = (*DOCUMENTED, "benchmarks", "tests")
TEXT = (".py", ".md", ".yaml", ".yml", ".toml", ".json", ".sh")
ROOMS = ("chassis", "review_registry", "action_tracking", "feedback_capture", "learning_dissemination")

LONGEST = 25
"""Words in a sentence for people."""
TURNS = "whoever|anew|for nobody|lies ahead|in spite of|as far as|any longer|somebody else than|is known of|nobody knows"
RIDDLES = re.compile(rf"\b({TURNS})\b", re.IGNORECASE)
RETIRED = re.compile(rf"\b({TURNS}|(?:told|tell)(?! us\b))\b", re.IGNORECASE)
"""Turns that a native reader has to decode. People may tell us something; a service never tells."""
REFUSALS = frozenset({"Reason", "HttpRefusal", "problem", "SafeFault", "Unreadable", "NotThere"})
"""Calls whose texts people read, whether they end with a full stop or not."""
CLAUSES = frozenset({"what", "who", "whoever", "where", "whether"})
MOST_CLAUSES = 0.06
"""The share of docstrings that may open with a clause in place of a noun or a verb."""

Text = tuple[int, str]
"""A line and what people read there."""


@cache
def sources(*folders: str) -> Mapping[str, str]:
    """Returns the Python files below these folders, or those files themselves, by path."""
    found = [
        path for folder in folders for path in ((ROOT / folder).rglob("*.py") if (ROOT / folder).is_dir() else [ROOT / folder])
    ]
    return {str(path.relative_to(ROOT)): path.read_text() for path in sorted(found) if path.suffix == ".py"}


# Words and sentences


def literal(node: ast.AST) -> str | None:
    """Returns a text as people see it: a value put into it counts as one word."""
    match node:
        case ast.Constant(value=str() as text):
            return text
        case ast.JoinedStr(values=values):
            return "".join(literal(each) or "X" for each in values)
    return None


def is_sentence(text: str) -> bool:
    return " " in text and text.rstrip().endswith((".", "?", "!"))


def texts_of_code(source: str, *, every_text: bool = False) -> list[Text]:
    """Returns the texts that people read: those of refusals, and every other sentence that is no docstring.

    With `every_text`, all texts that have a space are read. Markup is none of them.
    """
    tree = ast.parse(source)
    calls = (node for node in ast.walk(tree) if isinstance(node, ast.Call) and name_of(node) in REFUSALS)
    read = {id(each) for call in calls for each in (*call.args, *(keyword.value for keyword in call.keywords))}

    def found(node: ast.AST) -> Iterator[Text]:
        if isinstance(node, ast.Expr) and literal(node.value) is not None:
            return
        text = literal(node)
        if text is None:
            for child in ast.iter_child_nodes(node):
                yield from found(child)
        elif " " in text and not text.startswith("<") and (every_text or id(node) in read or is_sentence(text)):
            yield getattr(node, "lineno", 0), text

    return list(found(tree))


def name_of(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def texts_of_page(page: str) -> list[Text]:
    """Returns the prose of a Markdown page, a paragraph, an item or a cell at a time, without code."""
    prose = re.sub(r"```.*?```", lambda code: "\n" * code[0].count("\n"), page, flags=re.DOTALL)
    prose = re.sub(r"\]\([^)]*\)", "]", re.sub(r"`[^`\n]*`", "X", prose))
    found: list[Text] = []
    line = 1
    for block in re.split(r"(\n\s*\n|\n(?=\s*(?:[-*#|>]|\d+\.) ?)|\|)", prose):
        if words(block):
            found.append((line, " ".join(block.split())))
        line += block.count("\n")
    return found


def words(text: str) -> list[str]:
    return re.findall(r"[A-Za-z0-9][^\s,;()\"]*", text)


def faults_of(text: str) -> list[str]:
    """Returns every retired turn of a text, and every sentence that is too long."""
    found = [f"{turn[0].lower()!r}" for turn in RETIRED.finditer(text)]
    lengths = [len(words(sentence)) for sentence in re.split(r"(?<=[.!?])\s+", text)]
    return found + [f"{length} words" for length in lengths if length > LONGEST]


def reported(path: str, texts: Sequence[Text]) -> list[str]:
    return [f"{path}:{line}: {fault}: {text[:120]}" for line, text in texts for fault in faults_of(text)]


@pytest.mark.parametrize("room", ROOMS)
def test_sentences_of_a_service_are_plain(room: str) -> None:
    files = sources(f"services/{room}").items()
    found = [each for path, code in files for each in reported(path, texts_of_code(code, every_text="/domain/" in path))]
    assert found == []


def test_docstrings_have_no_retired_turn() -> None:
    strings = [
        (path, node.lineno, node.value.value)
        for path, code in sources(*DOCUMENTED).items()
        for node in ast.walk(ast.parse(code))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]
    assert strings
    assert [each for each in strings if RIDDLES.search(each[2])] == []


def test_decisions_have_no_retired_turn() -> None:
    pages = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert pages
    assert [(page.name, *text) for page in pages for text in texts_of_page(page.read_text()) if RIDDLES.search(text[1])] == []


def test_sentences_of_the_demo_are_plain() -> None:
    files = sources("demo/texts.py") if (ROOT / "demo/texts.py").is_file() else sources("demo/texts")
    assert files
    assert [each for path, code in files.items() for each in reported(path, texts_of_code(code, every_text=True))] == []


def test_sentences_of_the_readme_are_plain() -> None:
    assert reported("README.md", texts_of_page((ROOT / "README.md").read_text())) == []


@pytest.mark.parametrize(
    ("text", "faults"),
    [
        ("Whoever wrote it clears it anew.", ["'whoever'", "'anew'"]),
        ("This party has been told that before.", ["'told'"]),
        ("Tell a party the findings.", ["'tell'"]),
        ("Tell us here as well. We keep what you told us.", []),
        ("You are asked, for nobody could be reached.", ["'for nobody'"]),
        (
            "The day lies ahead, in spite of it, as far as nobody knows.",
            ["'lies ahead'", "'in spite of'", "'as far as'", "'nobody knows'"],
        ),
        ("It is not shown any longer. Of it nothing is known of.", ["'any longer'", "'is known of'"]),
        ("Somebody else than its author decides.", ["'somebody else than'"]),
        ("Anewly retold stories foretell nothing.", []),
        (" ".join(["word"] * 25) + ". " + " ".join(["word"] * 25) + ".", []),
        (" ".join(["word"] * 26) + ".", ["26 words"]),
    ],
)
def test_retired_turns_and_long_sentences_are_found(text: str, faults: list[str]) -> None:
    assert faults_of(text) == faults


@pytest.mark.parametrize(
    ("source", "texts"),
    [
        ('Reason("a/b", "No full stop here", "path")', ["No full stop here"]),
        ('refusals.problem(413, title="It is too large")', ["It is too large"]),
        ('Reason("a/b", f"The clock {code} runs.", f"clocks/{code}")', ["The clock X runs."]),
        ('sentence = "It is asked once." if True else ""', ["It is asked once."]),
        ('Notice(words="Are you safe? " "Ring 999.")', ["Are you safe? Ring 999."]),
        ('"""A docstring of a module."""\nX = 1\n"""A docstring of a name."""\ndef f():\n    """A docstring."""', []),
        ('log.info("%s is running", name)\nraise ValueError("no sentence here")', []),
        ('ASKED = {"a": "A review was opened"}', []),
        ('PAGE = "<html> Whoever reads it. </html>"', []),
    ],
)
def test_texts_of_code_are_those_that_people_read(source: str, texts: list[str]) -> None:
    assert [text for _, text in texts_of_code(source)] == texts


def test_texts_of_code_hold_every_text_of_a_story() -> None:
    assert texts_of_code('X = {"how": "It shows one"}\nY = f(["a-code", "two words"])', every_text=True) == [
        (1, "It shows one"),
        (2, "two words"),
    ]


def test_texts_of_a_page_leave_out_code() -> None:
    page = "# A title\n\nRuns `make it` with\n[a link](to/it).\n\n```\ncode here\n```\n\n- one\n- two\n\n| a | b |\n|---|---|\n"
    assert texts_of_page(page) == [
        (1, "# A title"),
        (3, "Runs X with [a link]."),
        (10, "- one"),
        (11, "- two"),
        (13, "a"),
        (13, "b"),
    ]


# Docstrings


def docstrings(source: str) -> list[Text]:
    """Returns every docstring, also those of names: a line and the text."""
    return [
        (node.lineno, node.value.value)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)
    ]


def opens_with_a_clause(docstring: str) -> bool:
    return bool(opening := words(docstring)) and opening[0].lower() in CLAUSES


def share_of_clauses(texts: Sequence[str]) -> float:
    return sum(map(opens_with_a_clause, texts)) / len(texts)


def test_few_docstrings_open_with_a_clause() -> None:
    found = [(path, line, text) for path, code in sources(*DOCUMENTED).items() for line, text in docstrings(code)]
    clauses = [f"{path}:{line}: {text.strip()[:90]}" for path, line, text in found if opens_with_a_clause(text)]
    assert share_of_clauses([text for _, _, text in found]) <= MOST_CLAUSES, "\n".join(clauses)


@pytest.mark.parametrize(
    ("docstring", "clause"),
    [
        ("What may be shown of it.", True),
        (" Who acts.", True),
        ("Whether a gate is met.", True),
        ("Whoever saves it.", True),
        ("Where it lay.", True),
        ("Returns what is open.", False),
        ("Whole pages.", False),
        ("", False),
    ],
)
def test_a_docstring_that_opens_with_a_clause_is_found(docstring: str, clause: bool) -> None:  # noqa: FBT001
    assert opens_with_a_clause(docstring) is clause


def test_the_share_of_clauses_counts_every_docstring() -> None:
    source = '"""What it is."""\nX = 1\n"""Its number."""\nclass C:\n    """Who it is."""\ndef f():\n    """Returns it."""'
    assert share_of_clauses([text for _, text in docstrings(source)]) == 0.5


# Citations


def headings_of(page: str) -> frozenset[str]:
    return frozenset(
        line.strip() for line in re.findall(r"^#+ (.+)$", re.sub(r"```.*?```", "", page, flags=re.DOTALL), re.MULTILINE)
    )


PAGE = r"""(?<![\w./*}-])(?!(?<=["'])[\w./-]+["'])[\w./-]*\w\.md\b"""
"""A page that a text names. A file name in quotes is a path in code, and no citation."""


def broken_citations(text: str, headings: Mapping[str, frozenset[str]], exists: Callable[[str], bool]) -> list[str]:
    """Returns every heading that its page does not have, and every page that is not in the repository."""
    flat = re.sub(r"\s+", " ", text.replace('\\"', '"'))
    cited = re.findall(r'(docs/[\w/-]+\.md),? "([^"]+)"', flat)
    found = [f'{page} "{heading}"' for page, heading in cited if heading not in headings.get(page, frozenset())]
    return found + [page for page in dict.fromkeys(re.findall(PAGE, flat)) if not exists(page)]


def texts() -> Iterator[Path]:
    folders = (*CODE, "docs", "deploy", ".ci")
    yield from (path for folder in folders for path in sorted((ROOT / folder).rglob("*")) if path.suffix in TEXT)
    yield from (path for path in sorted(ROOT.iterdir()) if path.is_file() and (path.suffix in TEXT or path.name == "Makefile"))


def exists_near(folder: Path, page: str) -> bool:
    return any((near / page).is_file() for near in (ROOT, folder))


def test_every_citation_leads_to_its_heading() -> None:
    headings = {str(page.relative_to(ROOT)): headings_of(page.read_text()) for page in ROOT.glob("docs/**/*.md")}
    assert headings
    found = [
        f"{path.relative_to(ROOT)}: {fault}"
        for path in texts()
        for fault in broken_citations(path.read_text(), headings, partial(exists_near, path.parent))
    ]
    assert found == []


MD = ".md"


@pytest.mark.parametrize(
    ("text", "broken"),
    [
        (f'see docs/a{MD} "One"', []),
        (f'see docs/a{MD}, "One\n  two"', []),
        (f'see docs/a{MD} \\"One\\"', []),
        (f'see docs/a{MD} "Three"', [f'docs/a{MD} "Three"']),
        (f'see docs/b{MD} "One"', [f'docs/b{MD} "One"', f"docs/b{MD}"]),
        (f"as access{MD} has it (rule 4)", [f"access{MD}"]),
        (f'"""access{MD}: a lead sees it."""', [f"access{MD}"]),
        (f"docs/a{MD}, *{MD} and services/*/README{MD}", []),
        (f'ROOT / "docs" / "gone{MD}"', []),
    ],
)
def test_a_citation_that_leads_nowhere_is_found(text: str, broken: list[str]) -> None:
    pages = {f"docs/a{MD}": headings_of("# One\n\n```\n# Three\n```\n\n## One two\n")}
    assert broken_citations(text, pages, pages.__contains__) == broken


# Strings that document nothing


def stray_strings(source: str) -> list[int]:
    """Returns the line of every bare string that is no docstring: neither the first of its body nor directly below a name."""
    found: list[int] = []
    for node in ast.walk(ast.parse(source)):
        body = getattr(node, "body", None)
        statements: list[ast.stmt] = body if isinstance(body, list) else []
        for above, statement in pairwise([None, *statements]):
            if isinstance(statement, ast.Expr) and literal(statement.value) and not documents(node, above, statement):
                found.append(statement.lineno)
    return sorted(found)


def documents(owner: ast.AST, above: ast.stmt | None, statement: ast.Expr) -> bool:
    """Decides if a bare string is the docstring of its owner, or of the name above it."""
    if isinstance(statement.value, ast.JoinedStr):
        return False
    if above is None:
        return isinstance(owner, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    match above:
        case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
            is_name = isinstance(target, ast.Attribute) or isinstance(owner, ast.Module | ast.ClassDef)
            return is_name and above.end_lineno == statement.lineno - 1
    return False


def test_every_bare_string_documents_the_name_above_it() -> None:
    assert [f"{path}:{line}" for path, code in sources(*CODE).items() for line in stray_strings(code)] == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('"""A module."""\nX = 1\n"""A number."""', []),
        ('class C:\n    """A class."""\n    x: int\n    """A field."""', []),
        ('X: int = (\n    1\n)\n"""A number."""', []),
        ('def f(self):\n    self.x = 1\n    """A field."""', []),
        ('def f():\n    """A function."""', []),
        ("class P:\n    def f(self) -> int: ...", []),
        ('import json\n"""The agency of a person who has no account."""', [2]),
        ('X = 1\n\n"""A number."""', [3]),
        ('X = 1\n"""A number."""\n"""Another."""', [3]),
        ('def f():\n    """A function."""\n    x = 1\n    """A local."""', [4]),
        ('def f(): ...\n"""After a function."""', [2]),
        ('if True:\n    """In a branch."""', [2]),
        ('X = 1\nf"""Made of {X}."""', [2]),
    ],
)
def test_a_string_that_documents_nothing_is_found(source: str, lines: list[int]) -> None:
    assert stray_strings(source) == lines
