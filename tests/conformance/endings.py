"""The commands that one of each thing still takes once it is there, most of which end it."""

from datetime import timedelta
from secrets import token_hex

from contracts.events.review_registry import ReviewStageChanged
from tests.component.feedback_capture.steps import answered, response_of
from tests.component.harness import Component, Connected
from tests.conformance.everything import FACILITATOR, FEEDBACK, LEARNING, OURS, THEIRS, TRACKING, Ids
from tests.service.calling import done

QUARTER = timedelta(days=92)
LATER = 100
"""The number of an event behind all that the examples emit of a review."""


def ended(services: Connected, ids: Ids) -> None:
    """Sends what no example of `everything` sends."""
    tracking, feedback, learning = services[TRACKING], services[FEEDBACK], services[LEARNING]
    _appointed(tracking, ids)
    _delivered(learning, ids)
    _fed_back(feedback, ids)
    _counted(feedback, ids["/surveys"])
    _recalled(feedback, ids["/surveys"])
    services.drain()


def _appointed(tracking: Component, ids: Ids) -> None:
    unit, today = tracking("business-unit"), tracking.clock.now().date().isoformat()
    at = f"/role-holders/{ids['/role-holders']}"
    done(unit.post(f"{at}/contact", {"address": "p-not-yours@inbox.example"}))
    done(unit.post(f"{at}/end", {"to_day": today}))
    done(unit.post(f"{at}/correction", {"from_day": "2020-01-02", "to_day": today, "reason": "It was a holiday."}))
    holder = {"role": "agency-lead", "agency": THEIRS, "person_ref": "p-next-lead", "from_day": today}
    done(unit.post("/role-holders", holder | {"address": "p-next-lead@inbox.example"}), 201)


def _delivered(learning: Component, ids: Ids) -> None:
    unit, today = learning("business-unit"), learning.clock.now().date().isoformat()
    segment = {"agency": OURS, "professional_group": "police-response"}
    done(unit.post("/audiences", segment | {"head_count": 10, "as_at": today, "needs": ["neglect"]}), 201)
    contents = {"formats": ["factsheet", "seven-minute-briefing"], "segments": [segment]}
    done(unit.post(f"/plans/{ids['/plans']}/contents", contents))
    done(unit.post(f"/deliveries/{ids['/deliveries']}/attendance", {"attended": [segment | {"count": 3}]}))
    done(learning("decider").post(f"/products/{ids['/products']}/withdrawal", {"reason": "out-of-date"}))


def _fed_back(feedback: Component, ids: Ids) -> None:
    at, hears = f"/involvements/{ids['/involvements']}", feedback("facilitator", person_ref=FACILITATOR)
    shown = done(feedback("business-unit").post(f"{at}/parties", {"group": "wider-family"}))
    (party,) = (each["id"] for each in shown["parties"] if each["group"] == "practitioners")
    feedback.clock.advance(timedelta(days=14))
    done(hears.post(f"{at}/reminders", {"party": party, "channel": "letter"}))
    done(hears.post(f"{at}/answers", {"party": party, "status": "contributed"}))
    reached = ReviewStageChanged(review=shown["review"], from_stage="analysis", to_stage="findings")
    feedback.receive(reached, shown["review"], LATER)
    done(hears.post(f"{at}/feedback", {"party": party, "step": "findings", "channel": "meeting"}))
    done(hears.post(f"/contributions/{ids['/contributions']}/reading"))
    done(hears.post(f"/contributions/{ids['/contributions']}/withdrawal"))


def _counted(feedback: Component, survey: str) -> None:
    """Codes as many responses as a count needs, summarises their quarter, and withdraws one."""
    day = feedback.clock.now().date()
    receipts = [_coded(feedback, survey) for _ in range(feedback.room.framework.feedback.threshold)]
    feedback.clock.advance(QUARTER)
    feedback.drain()
    quarter = {"period": f"{day.year}-q{(day.month + 2) // 3}"}
    done(feedback("business-unit").post("/summaries", quarter), 201)
    receipt, anybody = {"receipt": receipts[0]}, feedback.anybody()
    done(anybody.post("/receipts", receipt))
    done(anybody.post("/receipts/consents", receipt | {"purpose": "share-with-partners"}, key=token_hex(24)))
    done(anybody.post("/receipts/withdrawals", receipt, key=token_hex(24)))


def _recalled(feedback: Component, survey: str) -> None:
    """Recalls a published reply, and closes a survey."""
    (reply, *_) = feedback.anybody().get("/replies").json()
    done(feedback("decider").post(f"/replies/{reply['id']}/recall", {"reason": "identifies-somebody"}))
    done(feedback("business-unit").post(f"/surveys/{survey}/closure", {"reason": "enough-answers"}))


def _coded(feedback: Component, survey: str) -> str:
    """Answers a survey, reads and codes the response. Returns its receipt."""
    key, answers = token_hex(24), {"answers": {"what": "Nothing more."}, "consents": ["share-with-partners"]}
    receipt = done(answered(feedback, survey, key, **answers), 201)["receipt"]
    response, themes = f"/responses/{response_of(survey, key)}", {"themes": ["voice-of-child"]}
    done(feedback("business-unit").post(f"{response}/reading"))
    done(feedback("business-unit").post(f"{response}/codes", themes))
    return str(receipt)
