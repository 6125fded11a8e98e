"""Steps on the review that the story is about."""

from demo.case import REGISTRY, Case, Json, long_date
from demo.texts import CHAIR, STATEMENT, UNIT


def path(case: Case, what: str) -> str:
    return f"/reviews/{case.review['id']}/{what}"


def on_review(case: Case, who: str, what: str, body: Json) -> Json:
    return case.do(who, REGISTRY, path(case, what), body)


def released(case: Case, review: str, finding: str) -> None:
    """Has one person draft a learning statement, and another release it."""
    case.do(UNIT, REGISTRY, f"/reviews/{review}/learning-drafts", {"finding": finding, "statement": STATEMENT})
    (draft,) = case.get(CHAIR, REGISTRY, f"/reviews/{review}/learning-drafts")
    case.do(CHAIR, REGISTRY, f"/reviews/{review}/learning", {"finding": finding, "sha256": draft["sha256"]})


def move(case: Case, to: str) -> None:
    on_review(case, UNIT, "moves", {"to": to})


def read(case: Case) -> Json:
    return dict(case.get(UNIT, REGISTRY, f"/reviews/{case.review['id']}"))


def gate(case: Case, name: str) -> Json:
    return dict(case.get(UNIT, REGISTRY, path(case, f"gates/{name}")))


def show_ages(case: Case, name: str, of: set[str]) -> None:
    """Shows the age of a gate's facts, from at least these sources."""
    heard = {source: at[:10] for source, at in gate(case, name)["as_of"].items() if at}
    aged = ", ".join(f"{source} {long_date(day)}" for source, day in heard.items())
    case.show(f"the gate shows how old its facts are: {aged}", heard.keys() >= of)


def needs(case: Case, name: str) -> set[str]:
    """Returns the codes of the reasons that block a gate."""
    return {each["code"] for each in gate(case, name)["needs"]}
