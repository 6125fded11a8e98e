"""A contribution is read by few, and erased when it is withdrawn (FC2)."""

from datetime import datetime, timedelta

import pytest

from contracts.events.feedback_capture import InvolvementAnswered
from contracts.vocabulary.feedback import InvolvementStatus, WithdrawnWords
from tests.component.feedback_capture.steps import (
    AGENCY,
    ANOTHER_AGENCY,
    FACILITATOR,
    PRACTITIONER,
    PRACTITIONERS,
    contributed,
    contributing,
    facilitator,
    offering,
    opened,
    party,
)
from tests.component.harness import Component, Document
from tests.service.calling import Caller, done, refused

SAID = "The screen shows one report at a time. Ask me on 01202 555123."


def stored(feedback: Component, collection: str, owner: str) -> list[Document]:
    """Returns the records of a contribution in a collection."""
    return [each for each in feedback.stored(collection) if owner in (each["_id"], each.get("aggregate"))]


def own(feedback: Component) -> Caller:
    """Returns the practitioner whose contribution it is."""
    return feedback("practitioner", agency=AGENCY, person_ref=PRACTITIONER)


def test_contribution_is_refused_with_every_reason_at_once(feedback: Component) -> None:
    _, shown = opened(feedback)
    answer = facilitator(feedback, shown).post("/contributions", contributing(shown, no_blame_acknowledged=False))
    assert refused(answer, 409) == [
        ("contribution/not-offered", "party"),
        ("contribution/no-blame-not-acknowledged", "no_blame_acknowledged"),
    ]


def test_contribution_is_read_by_those_who_hear_it(feedback: Component) -> None:
    review, contribution = contributed(feedback)
    for reader in (feedback("facilitator", person_ref=FACILITATOR), feedback("business-unit")):
        answer = reader.get(f"/contributions/{contribution['id']}")
        assert done(answer)["words"] == SAID
        assert PRACTITIONER not in answer.text
        assert AGENCY not in answer.text
        assert [each["id"] for each in reader.get("/contributions", review=review).json()] == [contribution["id"]]


def test_contributor_reads_it_with_details_masked(feedback: Component) -> None:
    _, contribution = contributed(feedback)
    shown = done(own(feedback).get(f"/contributions/{contribution['id']}"))
    assert shown["words"] == "The screen shows one report at a time. Ask me on [...]."


@pytest.mark.parametrize(
    ("role", "at", "person_ref"),
    [
        ("agency-lead", "own agency", "manager"),
        ("facilitator", "partnership", "f-of-another-review"),
        ("practitioner", "own agency", "a-colleague"),
        ("practitioner", "another agency", PRACTITIONER),
        ("decider", "partnership", "chair"),
    ],
)
def test_contribution_is_hidden_from_everybody_else(feedback: Component, role: str, at: str, person_ref: str) -> None:
    review, contribution = contributed(feedback)
    agency = {"own agency": AGENCY, "another agency": ANOTHER_AGENCY, "partnership": "partnership"}[at]
    other = feedback(role, agency=agency, person_ref=person_ref)
    refused(other.get(f"/contributions/{contribution['id']}"), 404)
    assert other.get("/contributions", review=review).json() == []
    if role in ("facilitator", "practitioner"):
        refused(other.post(f"/contributions/{contribution['id']}/withdrawal"), 404)


def test_facilitator_named_later_reads_it_too(feedback: Component) -> None:
    review, shown = opened(feedback)
    unit, late = feedback("business-unit"), feedback("facilitator", person_ref="f-named-later")
    done(unit.post(f"/involvements/{shown['id']}/offers", offering(shown, PRACTITIONERS)))
    contribution = done(unit.post("/contributions", contributing(shown)), 201)
    refused(late.get(f"/contributions/{contribution['id']}"), 404)
    done(unit.post(f"/involvements/{shown['id']}/facilitators", {"person_ref": "f-named-later"}))
    assert done(late.get(f"/contributions/{contribution['id']}"))["words"] == SAID
    assert [each["id"] for each in late.get("/contributions", review=review).json()] == [contribution["id"]]


def test_words_are_stored_under_a_key_of_their_own(feedback: Component) -> None:
    _, contribution = contributed(feedback)
    assert stored(feedback, "keys", contribution["id"])
    assert SAID not in str(feedback.stored()) + str(feedback.stored("history"))


def test_withdrawn_contribution_is_erased_and_counted(feedback: Component) -> None:
    review, contribution = contributed(feedback)
    path = f"/contributions/{contribution['id']}"
    feedback.drain()
    (before,) = stored(feedback, "aggregates", contribution["id"])
    party_id = before["keys"]["party"]
    assert stored(feedback, "keys", contribution["id"])
    assert done(own(feedback).post(f"{path}/withdrawal"))["status"] == "withdrawn"
    feedback.drain()
    assert stored(feedback, "keys", contribution["id"]) == []
    (present,) = stored(feedback, "aggregates", contribution["id"])
    assert (present["state"]["words"], present["state"]["wants_changed"]) == (None, None)
    assert present["state"]["erased_on"]
    (counted,) = feedback("business-unit").get("/contributions", review=review).json()
    assert (counted["status"], counted["words"], counted["quote_consent"]) == ("withdrawn", None, False)
    assert refused(feedback("business-unit").post(f"{path}/withdrawal"), 409) == [("contribution/withdrawn-already", "")]
    kept = str(present) + str(stored(feedback, "history", contribution["id"]))
    assert not [each for each in (PRACTITIONER, AGENCY, "workload-capacity", party_id) if each in kept]
    refused(own(feedback).get(path), 404)


@pytest.mark.parametrize(
    ("words", "status", "quotes"),
    [("keep-as-given", "given", True), ("keep-without-quotes", "given", False), ("erase", "withdrawn", False)],
)
def test_party_that_withdraws_chooses_what_becomes_of_the_words(
    feedback: Component,
    words: str,
    status: str,
    quotes: bool,  # noqa: FBT001
) -> None:
    review, contribution = contributed(feedback)
    unit = feedback("business-unit")
    (shown,) = unit.get("/involvements", review=review).json()
    path, who = f"/involvements/{shown['id']}/answers", party(shown, PRACTITIONERS)["id"]
    done(unit.post(path, {"party": who, "status": "contributed"}))
    assert refused(unit.post(path, {"party": who, "status": "withdrew"}), 409) == [("involvement/words-missing", "words")]
    done(unit.post(path, {"party": who, "status": "withdrew", "words": words}))
    feedback.drain()
    (event,) = [each.event for each in feedback.emitted(shown["id"]) if each.event.model_dump().get("words")]
    feedback.receive(event, shown["id"], 99)
    feedback.drain()
    seen = done(unit.get(f"/contributions/{contribution['id']}"))
    assert (seen["status"], seen["quote_consent"], seen["words"] is None) == (status, quotes, words == "erase")
    assert bool(stored(feedback, "keys", contribution["id"])) == (words != "erase")


def test_words_are_withdrawn_at_the_time_of_the_event_and_not_of_its_arrival(feedback: Component) -> None:
    _, contribution = contributed(feedback)
    (involvement,) = [each["state"] for each in feedback.opened() if each["_id"] == contribution["id"]]
    happened = feedback.clock.now() + timedelta(hours=1)
    feedback.clock.move_to(happened + timedelta(hours=5))
    event = InvolvementAnswered(
        review=involvement["review"],
        party=involvement["party"],
        status=InvolvementStatus.WITHDREW,
        words=WithdrawnWords.KEEP_WITHOUT_QUOTES,
    )
    feedback.receive(event, involvement["involvement"], 98, happened)
    erase = event.model_copy(update={"words": WithdrawnWords.ERASE})
    feedback.receive(erase, involvement["involvement"], 99, happened)
    (present,) = stored(feedback, "aggregates", contribution["id"])
    assert datetime.fromisoformat(present["state"]["withdrawn_at"]) == happened


def test_party_that_has_spoken_is_offered_to_no_other_person(feedback: Component) -> None:
    _, shown = opened(feedback)
    hears, path = facilitator(feedback, shown), f"/involvements/{shown['id']}/offers"
    done(hears.post(path, offering(shown, PRACTITIONERS, person_ref="a-wrong-reference")))
    done(hears.post(path, offering(shown, PRACTITIONERS)))
    done(hears.post("/contributions", contributing(shown)), 201)
    another = offering(shown, PRACTITIONERS, person_ref="a-colleague")
    assert refused(hears.post(path, another), 409) == [("involvement/another-person", "person_ref")]


def test_removed_facilitator_reads_nothing_of_the_review(feedback: Component) -> None:
    review, contribution = contributed(feedback)
    hears, unit = feedback("facilitator", person_ref=FACILITATOR), feedback("business-unit")
    (shown,) = unit.get("/involvements", review=review).json()
    assert done(hears.get(f"/contributions/{contribution['id']}"))["words"] == SAID
    done(unit.post(f"/involvements/{shown['id']}/facilitators/removals", {"person_ref": FACILITATOR}))
    for path in (f"/contributions/{contribution['id']}", f"/involvements/{shown['id']}"):
        refused(hears.get(path), 404)


def test_nobody_speaks_for_a_party_that_is_not_theirs(feedback: Component) -> None:
    _, shown = opened(feedback)
    hears = facilitator(feedback, shown)
    done(hears.post(f"/involvements/{shown['id']}/offers", offering(shown, PRACTITIONERS)))
    assert done(own(feedback).post("/contributions", contributing(shown)), 201)["status"] == "given"
    for other in (
        feedback("practitioner", agency=AGENCY, person_ref="a-colleague"),
        feedback("facilitator", person_ref="f-of-another-review"),
    ):
        assert refused(other.post("/contributions", contributing(shown)), 409) == [("contribution/unknown-party", "party")]
