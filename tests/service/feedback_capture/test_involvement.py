"""An involvement over HTTP, from the opening of its review in the registry (FC1, R18)."""

from contracts.events.feedback_capture import InvolvementAnswered, InvolvementOffered, InvolvementPlanned
from local.deployment import Deployment
from local.partnership import FRAMEWORK
from services.feedback_capture.domain.involvement.state import involvement_id
from tests.service.calling import People, done, refused
from tests.service.feedback_capture.steps import EXPLAINED, emitted, facilitator, offering, party, planned
from tests.service.review_registry.steps import opened as opened_in_the_registry

INVOLVES = next(each.involves for each in FRAMEWORK.review_types if each.code == "lcspr")
SIBLINGS, PARENTS, PRACTITIONERS = "surviving-siblings", "parents-carers", "practitioners"


async def test_review_opened_in_the_registry_is_planned_and_offers_are_made(
    deployment: Deployment, registry: People, feedback: People
) -> None:
    review = opened_in_the_registry(registry("business-unit"), review_type="lcspr")
    shown = planned(feedback, review)
    assert shown["id"] == involvement_id(review)
    assert [each["group"] for each in shown["parties"]] == list(INVOLVES)
    path = f"/involvements/{shown['id']}"
    hears = facilitator(feedback, shown["id"])
    nothing = offering(shown, SIBLINGS, explained=[], advocate_offered=False)
    assert refused(hears.post(f"{path}/offers", nothing), 409) == [
        ("involvement/advocate-not-offered", "advocate_offered"),
        *(("involvement/not-explained", f"explained/{code}") for code in EXPLAINED if code != "no-blame"),
    ]
    done(hears.post(f"{path}/offers", offering(shown, SIBLINGS)))
    done(hears.post(f"{path}/answers", {"party": party(shown, SIBLINGS)["id"], "status": "accepted"}))
    done(feedback("business-unit").post(f"{path}/parties", {"group": SIBLINGS}))
    events = await emitted(deployment, shown["id"], 4)
    assert [type(each) for each in events] == [
        InvolvementPlanned,
        InvolvementOffered,
        InvolvementAnswered,
        InvolvementPlanned,
    ]
