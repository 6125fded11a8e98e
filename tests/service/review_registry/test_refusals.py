"""A refusal over HTTP, from a process of its own (RR4)."""

from tests.builders.review_registry import finding
from tests.service.calling import Caller, People, done, refused
from tests.service.review_registry.steps import brought


def test_refusal_over_http_has_every_reason_of_the_rule(registry: People, unit: Caller) -> None:
    review = brought(registry, "in analysis")
    wrong = finding(why=(), themes=("weather",), agencies=("nobody",))
    response = unit.post(f"/reviews/{review}/findings", wrong)
    assert refused(response, 409) == [
        ("finding/unknown-code", "agencies/0"),
        ("finding/unknown-code", "themes/0"),
        ("finding/no-factor", "why"),
    ]
    assert done(unit.get(f"/reviews/{review}"))["findings"] == []
