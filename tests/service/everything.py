"""Something of everything that the services keep, brought about as people do; and one of each that a route may name."""

import asyncio
from collections.abc import Mapping
from secrets import token_hex
from typing import Any

from local.deployment import SERVICES
from local.embedded import Embedded
from local.partnership import COUNCIL, POLICE
from local.waiting import eventually
from tests.builders.review_registry import DECIDED
from tests.builders.review_registry_closing import deciding, report
from tests.service.action_tracking import steps as acting
from tests.service.calling import Caller, People, done, plain
from tests.service.feedback_capture import steps as hearing
from tests.service.learning_dissemination import steps as sharing
from tests.service.review_registry.found import found
from tests.service.review_registry.steps import opened, steps

STATUTORY = "lcspr"
DOUBTFUL: dict[str, Any] = {"dissent": ["One of us would wait."], "evidence": ["The file."]}
"""Of a decision that not all agreed with."""
Ids = Mapping[str, str]
"""By the beginning of its route."""


def reviewed(registry: People) -> tuple[str, str]:
    """A review whose finding is released and recalled."""
    review, finding = found(registry)
    done(registry("decider").post(f"/reviews/{review}/learning", {"finding": finding, "statement": "It is shared."}))
    done(registry("decider").post(f"/reviews/{review}/learning-recalls", {"finding": finding, "reason": "identifies-somebody"}))
    ahead = "2099-01-01"
    steps = (
        ("decider", "holds", {"kind": "criminal", "review_on": ahead, "authority": "The police."}),
        ("decider", "hold-lifts", {"kind": "criminal", "reason": "It is over."}),
        ("business-unit", "impact", {"impact": "They ask.", "child_experience": "In each.", "retention_until": ahead}),
    )
    for role, path, body in steps:
        done(registry(role).post(f"/reviews/{review}/{path}", body))
    for stage in ("actions", "closure"):
        passed(registry, review, "stage", "business-unit", "moves", {"to": stage})
    passed(registry, review, "closing", "decider", "closure", DECIDED | DOUBTFUL)
    return review, finding


def published(registry: People) -> str:
    """A statutory review that was published in spite of what is missing, and withdrawn."""
    unit, decider = registry("business-unit"), registry("decider")
    review = opened(unit, review_type=STATUTORY)
    mitigated = {"mitigations": [{"test": "no-prior-public-view", "how": "The article is put before the panel."}]}
    more: dict[str, dict[str, Any]] = {"screening": DOUBTFUL, "lead": DOUBTFUL | mitigated}
    for reached, (role, path, body) in steps(STATUTORY).items():
        done(registry(role).post(f"/reviews/{review}/{path}", plain(body) | more.get(path, {})))
        if reached == "led":
            break

    def move(*stages: str) -> None:
        for stage in stages:
            passed(registry, review, "stage", "business-unit", "moves", {"to": stage})

    at = f"/reviews/{review}"
    move("involvement", "analysis", "findings")
    done(unit.post(f"{at}/no-good-practice", {"reason": "It was looked for."}))
    move("report")
    done(unit.post(f"{at}/report", report(body="Ask someone@agency.example.")))
    move("partnership-response")
    done(decider.post(f"{at}/response", DECIDED | DOUBTFUL | {"response": "All of it is accepted."}))
    move("publication")
    done(decider.post(f"{at}/checks", {"answers": {"e-mail": "An address that everybody knows."}}))
    passed(registry, review, "publication", "decider", "publication", plain(deciding()) | DOUBTFUL)
    done(decider.post(f"{at}/publication-withdrawals", {"reason": "factual-error"}))
    return review


def passed(registry: People, review: str, gate: str, role: str, path: str, body: dict[str, Any]) -> None:
    """The scrutineer overrides whatever the gate still needs. What that is changes while the others tell more."""

    def over() -> bool:
        answer = registry(role).post(f"/reviews/{review}/{path}", body)
        for code in {each["code"] for each in answer.json().get("errors", [])}:
            override = {"gate": gate, "code": code, "reason": "It is known to be so."}
            registry("scrutineer").post(f"/reviews/{review}/overrides", override)
        return answer.is_success

    eventually(over, what=f"{path} {body.get('to', '')} is past its gate")


async def acted(deployment: Embedded, tracking: People) -> str:
    """An action with progress and evidence, judged, and looked at again."""
    action = await acting.agreed(deployment, tracking, POLICE)
    lead = tracking("agency-lead", agency=POLICE)
    done(lead.post(f"/actions/{action}/progress", {"percent": 50, "note": "Half.", "blocked_by": "A supplier."}))
    acting.accepted(tracking, POLICE, action)
    acting.months_later(deployment, 3)
    held = {"result": "sustained", "measured": "Nine of ten.", "new_starters_know": True}
    done(tracking("decider").post(f"/actions/{action}/rechecks", held))
    (other,) = await acting.asked(deployment, tracking, POLICE)
    done(tracking("decider").post(f"/obligations/{other}/no-action", {"reason": "The practice has ended."}))
    return action


async def heard(deployment: Embedded, tracking: People, feedback: People) -> list[str]:
    """A contribution, an answer by somebody who may be at risk, of which somebody is told at once, and a reply."""
    unit, anybody = feedback("business-unit"), Caller(feedback.client, "")
    review, shown = await hearing.opened(deployment, feedback)
    hears = hearing.facilitator(feedback, shown["id"])
    done(hears.post(f"/involvements/{shown['id']}/offers", hearing.offering(shown, "practitioners")))
    done(hears.post("/contributions", hearing.contributing(shown)), 201)
    at = f"/involvements/{shown['id']}"
    waiting = {"party": hearing.party(shown, "parents-carers")["id"], "look_again": "2099-01-01", "reason": "They ask to wait."}
    done(feedback("decider").post(f"{at}/deferrals", waiting | {"until": "charge-decision"}))
    done(feedback("decider").post(f"{at}/exceptions", waiting))
    survey = done(unit.post("/surveys", {
        "title": "How was it?", "source_group": "young-person", "service": "social-care", "closes": "2099-03-31",
        "questions": [{"code": "what", "words": "What should be different?", "kind": "text"}],
    }), 201)["id"]  # fmt: skip
    said = {"survey": survey, "answers": {"what": "It is not right."}, "contact": "the blue door", "not_safe_now": True}
    done(anybody.post("/responses", said, key=token_hex(24)), 201)
    draft = {"theme": "voice-of-child", "said": "You are not asked.", "done": "You are asked.", "because": "It is your life."}
    reply = done(unit.post("/replies", draft), 201)["id"]
    done(feedback("decider").post(f"/replies/{reply}/clearance"))
    return [review]


async def shared(deployment: Embedded, learning: People) -> str:
    """A product that is published, delivered and acknowledged."""
    finding, point = await sharing.released(deployment, learning)
    draft = sharing.drafted(learning, point)
    parts = {"title": "Read them together", "parts": {"why-it-matters": "It is your child."}}
    done(learning("business-unit").post(f"/products/{draft}/parts", parts))
    product = sharing.published(learning, point)
    segment = {"agency": POLICE, "professional_group": "police-response"}
    delivery = {"product": product, "segments": [segment], "channel": "team-meeting", "facilitator": "p-trainer"}
    on = acting.today(deployment).isoformat()
    done(learning("business-unit").post("/deliveries", delivery | {"on": on, "place": "The big room"}), 201)
    read = {"product": product, "professional_group": "police-response", "will_do": "Ask who cares for whom."}
    done(learning("practitioner", agency=POLICE).post("/acknowledgements", read), 201)
    return finding


def one_of_each(deployment: Embedded, services: Mapping[str, People]) -> Ids:
    registry, tracking, feedback, learning = (services[name] for name in SERVICES)
    review, _ = found(registry)
    action = asyncio.run(acted(deployment, tracking))
    (obligation,) = asyncio.run(acting.asked(deployment, tracking, COUNCIL))
    (heard_of,) = asyncio.run(heard(deployment, tracking, feedback))
    asyncio.run(shared(deployment, learning))
    hears, reads = feedback("facilitator", "business-unit", person_ref=hearing.FACILITATOR), learning("business-unit")
    holder = {"role": "agency-lead", "agency": COUNCIL, "person_ref": "p-not-yours", "from_day": "2020-01-01"}

    def newest(caller: Caller, path: str, **of: str) -> str:
        answer = caller.get(path, limit=200, **of)
        assert answer.is_success, answer.text
        return str(answer.json()[-1]["id"])

    return {
        "/reviews": review,
        "/actions": action,
        "/obligations": obligation,
        "/role-holders": str(done(tracking("business-unit").post("/role-holders", holder), 201)["id"]),
        "/involvements": newest(hears, "/involvements", review=heard_of),
        "/contributions": newest(hears, "/contributions"),
        "/surveys": newest(hears, "/surveys"),
        "/responses": newest(hears, "/responses"),
        "/concerns": newest(hears, "/concerns"),
        "/plans": newest(reads, "/plans", review=heard_of),
        "/points": newest(reads, "/points"),
        "/products": newest(reads, "/products"),
        "/deliveries": newest(reads, "/deliveries"),
    }


def named_by(route: str, ids: Ids) -> str:
    """The id of what this route is about."""
    (found,) = (id_ for begins, id_ in ids.items() if route.startswith(f"{begins}/{{id}}"))
    return found
