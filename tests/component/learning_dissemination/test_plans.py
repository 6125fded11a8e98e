"""A review's plan, what it lacks, and the review's own events (LD2, R22)."""

from datetime import date

from contracts.events.learning_dissemination import DisseminationPlanned
from contracts.events.review_registry import PublicationWithdrawn, ReviewClosed, ReviewPublished
from local.partnership import COUNCIL, POLICE
from tests.component.harness import Component
from tests.component.learning_dissemination.steps import listed, plan_of, receive_all, reviewed
from tests.service.calling import done, refused


def test_plan_emits_what_it_lacks_after_each_change(learning: Component) -> None:
    unit = learning("business-unit")
    review, _ = reviewed(learning)
    plan = plan_of(learning, review)
    assert (plan["stage"], len(plan["lacks"])) == ("scoping", 5)
    contents = f"/plans/{plan['id']}/contents"
    unknown = {"formats": ["opera"], "segments": [{"agency": "nobody", "professional_group": "midwife"}]}
    assert refused(unit.post(contents, unknown), 409) == [
        ("plan/unknown-format", "formats/0"),
        ("segment/unknown-code", "segments/0/agency"),
    ]
    segments = [{"agency": agency, "professional_group": "manager-supervisor"} for agency in (POLICE, COUNCIL)]
    part = ["formats", "interactive-format", "learning-modes"]
    assert done(unit.post(contents, {"formats": ["factsheet"], "segments": segments}))["lacks"] == part
    whole = {"formats": ["factsheet", "case-study", "discussion-guide"], "segments": segments}
    assert done(unit.post(contents, whole))["lacks"] == []
    learning.drain()
    events = [each.event for each in learning.emitted(plan["id"])]
    assert events == [DisseminationPlanned(review=review, lacks=tuple(lacks)) for lacks in (plan["lacks"], part, [])]
    (of_review,) = listed(unit.get("/plans", review=review))
    assert of_review["formats"] == whole["formats"]


def test_plan_follows_the_publication_and_closing_of_its_review(learning: Component) -> None:
    review, _ = reviewed(learning)
    link = "https://registry.example/public/reviews/one"
    receive_all(learning, review, ReviewPublished(review=review, link=link, until=date(2030, 1, 1)), first=10)
    assert plan_of(learning, review)["published"] == link
    withdrawn = PublicationWithdrawn(review=review, reason="identifies-somebody")
    closed = ReviewClosed(review=review, findings_confirmed=1, actions_sustained=0, products_published=0)
    receive_all(learning, review, withdrawn, closed, first=11)
    after = plan_of(learning, review)
    assert (after["published"], after["closed"]) == (None, True)
