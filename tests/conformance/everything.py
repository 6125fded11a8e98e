"""One example of everything that the services keep, brought about as people do it.

A new kind, command or route gets its example here, and the tests of this folder then hold for it.
"""

import importlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from secrets import token_hex
from typing import Any

from contracts.framework.document import Framework
from local.parts.names import SERVICES, module
from local.scenarios.playing import play
from local.scenarios.review_registry import AGENCIES, DECIDED, LEAD, scope, screening, to_a_finding, to_a_lead
from local.scenarios.review_registry import finding as said
from services.action_tracking.domain.obligation.state import obligation_id
from services.chassis.rules.calendar import add_months
from services.chassis.store.kinds import Kind
from tests.component.harness import Connected
from tests.service.calling import Body, Caller, People, done

REGISTRY, TRACKING, FEEDBACK, LEARNING = SERVICES
OURS, THEIRS = AGENCIES[1], AGENCIES[0]
STATUTORY = "lcspr"
FACILITATOR = "f-who-hears"
AHEAD = "2099-01-01"
DOUBTFUL: dict[str, Any] = {"dissent": ["One of us would wait."], "evidence": ["The file."]}
"""Belongs to a decision that not all agreed with."""
ELSEWHERE = {"organisation": "A charity in another county", "since": "2015-01-01"}
DECLARED = {"declaration": LEAD["declaration"] | {"employments": [ELSEWHERE]}}
MITIGATION = {"test": "no-prior-public-view", "ground": "scope-1", "how": "The article is put before the panel."}
LEAD_WITH_VIEWS = LEAD | DOUBTFUL | DECLARED | {"mitigations": [MITIGATION]}
MORE: Mapping[str, dict[str, Any]] = {
    "screening": DOUBTFUL,
    "lead": LEAD_WITH_VIEWS,
    "findings": {"reason_for_none": "It is asked for elsewhere."},
}
"""What a command may say beside what a scenario says, by the end of its path."""
DECIDING = DECIDED | DOUBTFUL | {"outcome": "full"}
AUDIT = {"kind": "audit-result", "link": "https://files.example/audit", "shows": "Nine of ten plans."}
ACCEPT = {"judgement": "accepted", "why": "The audit shows it.", "effectiveness": "practice-changed"}
MEASURE = {"what": "Repeat attendances with a plan", "baseline": "4 of 10", "target": "9 of 10"}
Ids = Mapping[str, str]
"""By the beginning of its route."""
Callers = Mapping[str, People]
"""Who calls each service: plainly, or with a canary in each free text."""


class Everything:
    """Brings about one of each, through these callers."""

    def __init__(self, services: Connected, callers: Callers) -> None:
        self.services, self.callers = services, callers
        self.framework: Framework = services[REGISTRY].room.framework

    def do(self, service: str, role: str, path: str, body: Body | None = None, **who: str) -> dict[str, Any]:
        answer = self.callers[service](role, **who).post(path, body)
        assert answer.is_success, (path, answer.text)
        shown: dict[str, Any] = answer.json()
        return shown

    def at_the_registry(self, role: str, path: str, body: dict[str, Any]) -> dict[str, Any]:
        more = MORE.get(path.rpartition("/")[2], {})
        return self.do(REGISTRY, role, path, body | more)

    def newest(self, service: str, path: str, role: str = "business-unit", person_ref: str = "", **of: str) -> dict[str, Any]:
        answer = self.callers[service](role, "business-unit", person_ref=person_ref).get(path, limit=200, **of)
        assert answer.is_success, answer.text
        shown: dict[str, Any] = answer.json()[-1]
        return shown

    def retained(self, service: str, of: str) -> None:
        """Places a legal hold on a thing, lifts it, and keeps the thing for longer."""
        hold = {"of": of, "reason": "inquest", "authority": "The coroner."}
        (placed,) = self.do(service, "decider", "/legal-holds", hold)["legal_holds"]
        self.do(service, "decider", "/legal-holds/lifts", {"of": of, "hold": placed["id"], "reason": "inquest-over"})
        self.do(service, "decider", "/disposals", {"of": of, "choice": "keep", "until": AHEAD, "reason": "research"})

    # -- the registry

    def released(self, review: str, finding: str, statement: str) -> None:
        """Drafts a learning statement, and releases it as it is read."""
        at = f"/reviews/{review}"
        self.do(REGISTRY, "business-unit", f"{at}/learning-drafts", {"finding": finding, "statement": statement})
        (draft,) = self.callers[REGISTRY]("decider").get(f"{at}/learning-drafts").json()
        self.do(REGISTRY, "decider", f"{at}/learning", {"finding": finding, "sha256": draft["sha256"]})

    def reviewed(self) -> tuple[str, str]:
        """Closes a review whose finding was released and recalled. Returns the ids of both."""
        made = play(self.at_the_registry, to_a_finding())
        review, finding = made["review"], made["finding"]
        at = f"/reviews/{review}"
        self.put_right(review, finding)
        self.released(review, finding, "It is shared.")
        self.do(REGISTRY, "decider", f"{at}/learning-recalls", {"finding": finding, "reason": "identifies-somebody"})
        hold = {"kind": "criminal", "review_on": AHEAD, "authority": "The police."}
        placed = {"hold": self.do(REGISTRY, "decider", f"{at}/holds", hold)["holds"][-1]["id"]}
        self.do(REGISTRY, "decider", f"{at}/hold-reviews", placed | {"review_on": AHEAD, "reason": "It was adjourned."})
        self.do(REGISTRY, "decider", f"{at}/hold-lifts", placed | {"reason": "It is over."})
        self.led_by_another(at)
        impact = {"impact": "They ask in each visit.", "child_experience": "In each record.", "retention_until": AHEAD}
        self.passed(review, "stage", "business-unit", "moves", {"to": "actions"})
        self.do(REGISTRY, "business-unit", f"{at}/impact", impact)
        self.passed(review, "stage", "business-unit", "moves", {"to": "closure"})
        self.passed(review, "closing", "decider", "closure", DECIDED | DOUBTFUL)
        self.retained(REGISTRY, review)
        return review, finding

    def put_right(self, review: str, finding: str) -> None:
        """Corrects what was recorded, discards a draft, sends the review back, and reopens it after an end."""
        at, today = f"/reviews/{review}", self.services[REGISTRY].clock.now().date().isoformat()
        registry = self.services[REGISTRY]
        later = registry.framework.edition + 1
        registry.restart_under(registry.framework.model_copy(update={"edition": later}))
        self.do(REGISTRY, "decider", f"{at}/edition", {"edition": later, "reason": "The guidance changed."})
        known = {"moment": "aware", "on": today, "because": "The log says so."}
        self.do(REGISTRY, "business-unit", f"{at}/moments", known)
        draft = said(what_happened="It was read on the wrong day.")
        drafted = self.at_the_registry("business-unit", f"{at}/findings", draft)["findings"][-1]["id"]
        edited = draft | {"finding": drafted, "reason_for_none": "It is asked for elsewhere."}
        self.do(REGISTRY, "business-unit", f"{at}/finding-edits", edited)
        discarded = {"finding": drafted, "reason": "It is of another family."}
        self.do(REGISTRY, "business-unit", f"{at}/finding-discards", discarded)
        words = {
            "finding": finding,
            "because": "A date was wrong.",
            "what_happened": "It was begun again in May.",
            "meaning_for_the_child": "They were not seen together.",
            "working_together": "Each held a part of it.",
            "learning_statement": "Keep the history in view.",
        }
        self.do(REGISTRY, "business-unit", f"{at}/finding-corrections", words)
        back = {"to": "analysis", "reason": "A chronology came late."}
        self.do(REGISTRY, "business-unit", f"{at}/send-backs", back)
        none = {"looked_for": "problems", "reason": "It was looked for."}
        self.do(REGISTRY, "business-unit", f"{at}/none-found", none)
        self.passed(review, "stage", "business-unit", "moves", {"to": "findings"})
        self.do(REGISTRY, "decider", f"{at}/end", DECIDED | DOUBTFUL | {"how": "withdrawn"})
        self.do(REGISTRY, "decider", f"{at}/reopenings", DECIDED | DOUBTFUL | {"stage": "findings"})
        embargo = {"until": AHEAD, "reason": "The inquest opens."}
        self.do(REGISTRY, "decider", f"{at}/embargo", embargo)
        self.do(REGISTRY, "decider", f"{at}/embargo", embargo | {"until": None})

    def duplicated(self, instead: str) -> str:
        """Screens a review out, and ends it as a duplicate of another one after a second thought. Returns its id."""
        review = play(self.at_the_registry, to_a_lead(), until="opened")["review"]
        out = {"outcome": "no-further-action", "learning": "It is known here.", "told": ["The referrer"]}
        self.at_the_registry("decider", f"/reviews/{review}/screening", screening() | out)
        play(self.at_the_registry, to_a_lead()[1:], review=review)
        reference = self.callers[REGISTRY]("business-unit").get(f"/reviews/{instead}").json()["reference"]
        ending = {"how": "duplicate", "instead": reference, "learning": "It was noted.", "told": ["The referrer"]}
        self.do(REGISTRY, "decider", f"/reviews/{review}/end", DECIDED | DOUBTFUL | ending)
        return str(review)

    def led_by_another(self, at: str) -> None:
        """Narrows the scope. The lead declares for it and stands down, and after a rejected person another one leads."""
        narrower = {"period_to": "2026-01-30", "reason": "Nothing of that day is in question."}
        self.do(REGISTRY, "business-unit", f"{at}/scope", scope() | narrower)
        self.do(REGISTRY, "business-unit", f"{at}/declarations", DECLARED)
        self.do(REGISTRY, "business-unit", f"{at}/standing-down", {"reason": "She takes a post at the court."})
        self.do(REGISTRY, "decider", f"{at}/lead-rejections", DECIDED | DOUBTFUL | {"person_ref": "p-not-chosen"})
        self.at_the_registry("decider", f"{at}/lead", LEAD)
        self.do(REGISTRY, "business-unit", f"{at}/declarations", DECLARED)

    def published(self) -> str:
        """Publishes a statutory review although much is missing, and withdraws it."""
        review = play(self.at_the_registry, to_a_lead(STATUTORY))["review"]
        at = f"/reviews/{review}"

        def move(*stages: str) -> None:
            for stage in stages:
                self.passed(review, "stage", "business-unit", "moves", {"to": stage})

        move("involvement", "analysis", "findings")
        self.do(REGISTRY, "business-unit", f"{at}/none-found", {"reason": "It was looked for."})
        move("report")
        report = {"summary": "How the harm added up unseen.", "body": "Ask someone@agency.example."}
        self.do(REGISTRY, "business-unit", f"{at}/report", report)
        move("partnership-response")
        response = DECIDED | DOUBTFUL | {"response": "All of it is accepted."}
        self.do(REGISTRY, "decider", f"{at}/response", response, person_ref="p-chair")
        move("publication")
        hits = self.callers[REGISTRY]("decider").get(f"{at}/gates/publication").json()["hits"]
        answers = {each["key"]: "An address that everybody knows." for each in hits}
        checks = {"checks": [each.code for each in self.framework.publication.checks]}
        self.do(REGISTRY, "decider", f"{at}/checks", checks | {"answers": answers})
        self.do(REGISTRY, "decider", f"{at}/checks", checks, person_ref="p-second-reader")
        self.passed(review, "publication", "decider", "publication", DECIDING)
        self.do(REGISTRY, "decider", f"{at}/publication-withdrawals", {"reason": "factual-error"})
        self.do(REGISTRY, "business-unit", f"{at}/subjects", {"subjects": ["Harbourmaster"]})
        return review

    def passed(self, review: str, gate: str, role: str, path: str, body: dict[str, Any]) -> None:
        """Carries out a command at a gate. The scrutineer approves an override of all that the gate still needs."""
        self.services.drain()
        at = f"/reviews/{review}"
        answer = self.callers[REGISTRY](role).post(f"{at}/{path}", body)
        needed = {(each["code"], each["path"]) for each in answer.json().get("errors", [])}
        for place, (code, subject) in enumerate(sorted(needed)):
            of = {"gate": gate, "code": code, "path": subject}
            asking = of | {"authority": "In writing.", "reason": "It is known to be so."}
            if (gate, place) == ("closing", 0):
                self.answered(at, asking, "override-refusals")
            self.answered(at, asking, "override-approvals")
        if not answer.is_success:
            self.do(REGISTRY, role, f"{at}/{path}", body)

    def answered(self, at: str, asking: Body, answer: str) -> None:
        """Asks for an override as a decider, and answers as the scrutineer."""
        asked = self.do(REGISTRY, "decider", f"{at}/overrides", asking)["overrides"][-1]["id"]
        self.do(REGISTRY, "scrutineer", f"{at}/{answer}", {"override": asked, "reason": "The court has been asked."})

    # -- the others

    def acted(self, finding: str) -> str:
        """Completes an action on the finding; it is judged and checked again later. Returns its id."""
        self.services.drain()
        due = add_months(self.services[TRACKING].clock.now().date(), 6).isoformat()
        action = self.agreed({
            "obligations": [obligation_id(finding, OURS)],
            "statement": "Install an alert on the third attendance",
            "difference": "A child who comes back is seen as the same child.",
            "measure": MEASURE,
            "strength": "stronger",
            "owner": {"agency": OURS},
            "due": due,
        })  # fmt: skip
        at = f"/actions/{action}"
        progress = {"percent": 50, "note": "Half.", "blocked_by": "A supplier."}
        for path, body in (("progress", progress), ("evidence", AUDIT)):
            self.do(TRACKING, "agency-lead", f"{at}/{path}", body, agency=OURS)
        shown = self.do(TRACKING, "agency-lead", f"{at}/completion", agency=OURS)
        last = shown["epochs"][-1]["evidence"][-1]["id"]
        self.do(TRACKING, "decider", f"{at}/judgements", ACCEPT | {"evidence": [last]})
        clock = self.services[TRACKING].clock
        clock.advance(timedelta(days=100))
        self.services.drain()
        measured = {
            "measured": "Nine of ten.",
            "new_starters_know": True,
            "evidence": "https://files.example/recheck",
            "measure": MEASURE,
        }
        self.do(TRACKING, "agency-lead", f"{at}/recheck-offers", measured, agency=OURS)
        self.do(TRACKING, "decider", f"{at}/rechecks", {"result": "sustained", "why": "The measure shows it."})
        self.without_action(f"/obligations/{obligation_id(finding, THEIRS)}")
        return str(action)

    def agreed(self, draft: dict[str, Any]) -> str:
        """Proposes an action, which the partnership sends back twice and then agrees without a measure. Returns its id."""
        lead, chair = partial(self.do, TRACKING, "agency-lead", agency=OURS), partial(self.do, TRACKING, "decider")
        lead("/actions/advice", draft)
        action = lead("/actions", draft)["id"]
        at, again = f"/actions/{action}", {name: value for name, value in draft.items() if name != "obligations"}
        for name in ("owner", "measure"):
            chair(f"{at}/proposal-answer", {"answer": "asked", "why": "Say it better."})
            lead(f"{at}/proposal", {key: value for key, value in again.items() if name == "owner" or key != name})
        chair(f"{at}/agreement", {})
        lead(f"{at}/assignment", {"role": "action-owner", "helpers": ["p-who-helps"]})
        by_mistake = AUDIT | {"link": "https://files.example/another"}
        (piece,) = lead(f"{at}/evidence", by_mistake)["epochs"][-1]["evidence"]
        lead(f"{at}/evidence-taken-back", {"evidence": piece["id"], "reason": "It belongs to another action."})
        return str(action)

    def without_action(self, at: str) -> None:
        """Answers an obligation without an action, after a first reason was refused and the answer was reopened."""
        again = {"reason": "The answer was meant for another finding."}
        for end, body in (
            ("no-action-refusal", {"why": "Say when."}),
            ("no-action", {}),
            ("reopening", again),
            ("no-action", {}),
        ):
            if end != "reopening":
                proposal = {"reason": "The practice has ended."}
                self.do(TRACKING, "agency-lead", f"{at}/no-action-proposal", proposal, agency=THEIRS)
            self.do(TRACKING, "decider", f"{at}/{end}", body)

    def heard(self) -> str:
        """Hears practitioners and a young person who may be at risk, and replies. Returns the review's id."""
        review = play(self.at_the_registry, to_a_lead(STATUTORY))["review"]
        self.services.drain()
        involvement = self.newest(FEEDBACK, "/involvements", review=review)
        at, party = f"/involvements/{involvement['id']}", {each["group"]: each["id"] for each in involvement["parties"]}
        self.do(FEEDBACK, "business-unit", f"{at}/facilitators", {"person_ref": FACILITATOR})
        self.do(FEEDBACK, "business-unit", f"{at}/facilitators", {"person_ref": "f-for-a-day"})
        self.do(FEEDBACK, "business-unit", f"{at}/facilitators/removals", {"person_ref": "f-for-a-day"})
        self.do(FEEDBACK, "facilitator", f"{at}/offers", {
            "party": party["practitioners"], "person_ref": "p-who-contributes", "agency": OURS, "channel": "meeting",
            "language": "en", "format": "conversation", "advocate_offered": True,
            "explained": [each.code for each in self.framework.involvement.explained],
        }, person_ref=FACILITATOR)  # fmt: skip
        self.do(FEEDBACK, "facilitator", "/contributions", {
            "involvement": involvement["id"], "party": party["practitioners"], "in_own_words": True,
            "words": "The screen shows one report at a time. Ask me on 01202 555123.",
            "wants_changed": "Let me see what came before.", "themes": ["workload-capacity"], "quote_consent": True,
            "told_what_is_published": True, "no_blame_acknowledged": True,
        }, person_ref=FACILITATOR)  # fmt: skip
        answer = {"party": party["practitioners"]}
        self.do(FEEDBACK, "facilitator", f"{at}/answers", answer | {"status": "accepted"}, person_ref=FACILITATOR)
        wrong = answer | {"because": "Another colleague said so."}
        self.do(FEEDBACK, "facilitator", f"{at}/answers/corrections", wrong, person_ref=FACILITATOR)
        added = self.do(FEEDBACK, "business-unit", f"{at}/parties", {"group": "wider-family"})["parties"][-1]["id"]
        mistake = {"party": added, "because": "The family has nobody else."}
        self.do(FEEDBACK, "business-unit", f"{at}/parties/removals", mistake)
        again = self.services[FEEDBACK].clock.now().date() + timedelta(weeks=8)
        waiting = {"party": party["parents-carers"], "look_again": again.isoformat(), "reason": "They ask to wait."}
        self.do(FEEDBACK, "decider", f"{at}/deferrals", waiting | {"until": "charge-decision"})
        self.do(FEEDBACK, "facilitator", f"{at}/happenings", {"party": party["parents-carers"]}, person_ref=FACILITATOR)
        self.do(FEEDBACK, "decider", f"{at}/exceptions", waiting)
        untold = {"party": party["parents-carers"], "exception": "findings-not-told"}
        self.do(FEEDBACK, "business-unit", f"{at}/proposals", untold | {"reason": "unsafe-to-contact"})
        self.do(FEEDBACK, "decider", f"{at}/approvals", untold)
        survey = self.do(FEEDBACK, "business-unit", "/surveys", {
            "title": "How was it?", "source_group": "young-person", "service": "social-care",
            "closes": (self.services[FEEDBACK].clock.now().date() + timedelta(days=200)).isoformat(),
            "facilitators": [FACILITATOR],
            "questions": [{"code": "what", "words": "What should be different?", "kind": "text"}],
        })["id"]  # fmt: skip
        named = {"facilitators": [FACILITATOR, "f-second"]}
        self.do(FEEDBACK, "business-unit", f"/surveys/{survey}/facilitators", named)
        until = (self.services[FEEDBACK].clock.now().date() + timedelta(days=300)).isoformat()
        self.do(FEEDBACK, "business-unit", f"/surveys/{survey}/extensions", {"closes": until, "reason": "too-few-answers"})
        anybody = Caller(self.callers[FEEDBACK].client, "")
        form = {"survey": survey, "form_token": done(anybody.get(f"/surveys/{survey}/form"))["form_token"]}
        said = form | {"answers": {"what": "It is not right."}, "contact": "the blue door", "not_safe_now": True}
        done(anybody.post("/responses", said, key=token_hex(24)), 201)
        self.services.drain()  # the duty contact hears of it
        concern = f"/concerns/{self.newest(FEEDBACK, '/concerns', 'facilitator')['id']}"
        self.do(FEEDBACK, "decider", f"{concern}/taken")
        self.do(FEEDBACK, "decider", f"{concern}/outcome", {"outcome": "no-referral", "reason": "It was a slip of the pen."})
        self.retained(FEEDBACK, concern.removeprefix("/concerns/"))
        draft = {
            "theme": "voice-of-child",
            "services": "all",
            "source_groups": "all",
            "said": "You are not asked.",
            "done": "You are asked.",
            "because": "It is your life.",
        }
        reply = self.do(FEEDBACK, "business-unit", "/replies", draft)["id"]
        self.do(FEEDBACK, "decider", f"/replies/{reply}/clearance")
        del draft["theme"], draft["services"], draft["source_groups"]
        self.do(FEEDBACK, "business-unit", f"/replies/{reply}/corrections", draft)
        self.do(FEEDBACK, "decider", f"/replies/{reply}/clearance")
        return review

    def shared(self) -> str:
        """Publishes and delivers a product on released learning. Returns the finding's id.

        As many people acknowledge it as a count needs.
        """
        made = play(self.at_the_registry, to_a_finding())
        self.released(made["review"], made["finding"], "Read the reports about one child together.")
        self.services.drain()
        point = self.newest(LEARNING, "/points", review=made["review"])["id"]
        kind = self.framework.learning.product_kind("factsheet")
        assert kind
        parts = {part.code: f"What is to be said here: {part.label}." for part in kind.parts}
        draft = {"kind": "factsheet", "title": "Read the reports together", "points": [point], "parts": parts}
        edited = self.do(LEARNING, "business-unit", "/products", draft)["id"]
        changed = {"title": "Read them together", "parts": {"why-it-matters": "It is your child."}}
        self.do(LEARNING, "business-unit", f"/products/{edited}/parts", changed)
        product = self.do(LEARNING, "business-unit", "/products", draft)["id"]
        self.do(LEARNING, "decider", f"/products/{product}/approval")
        self.do(LEARNING, "business-unit", f"/products/{product}/publication")
        on = self.services[LEARNING].clock.now().date().isoformat()
        delivery = {
            "product": product, "segments": [{"agency": OURS, "professional_group": "police-response"}],
            "channel": "team-meeting", "facilitator": "p-trainer", "on": on, "place": "The big room",
        }  # fmt: skip
        self.do(LEARNING, "business-unit", "/deliveries", delivery)
        read = {"product": product, "professional_group": "police-response", "will_do": "Ask who cares for whom."}
        for number in range(self.framework.feedback.threshold):
            self.do(LEARNING, "practitioner", "/acknowledgements", read, agency=OURS, person_ref=f"p-reads-{number}")
        reads = self.callers[LEARNING]("practitioner", agency=OURS, person_ref="p-reads-0")
        self.retained(LEARNING, reads.get("/acknowledgements").json()[0]["id"])
        self.restored(made["review"], made["finding"], product)
        return made["finding"]

    def restored(self, review: str, finding: str, product: str) -> None:
        """Recalls what a product rests on, releases it in other words, and restores the product."""
        self.services.drain()
        recall = {"finding": finding, "reason": "identifies-somebody"}
        self.do(REGISTRY, "decider", f"/reviews/{review}/learning-recalls", recall)
        self.services.drain()
        self.released(review, finding, "Read all reports about one child together.")
        self.services.drain()
        self.do(LEARNING, "decider", f"/products/{product}/restoration")


def one_of_each(services: Connected) -> Ids:
    """Returns an id of each thing that a route may name."""
    for each in services.values():
        each.clock.move_to(datetime(2027, 3, 1, 9, tzinfo=UTC))
    everything = Everything(services, {name: each.people for name, each in services.items()})
    made = play(everything.at_the_registry, to_a_finding())
    action, heard = everything.acted(made["finding"]), everything.heard()
    everything.shared()
    everything.reviewed()
    everything.published()
    everything.duplicated(made["review"])
    again = play(everything.at_the_registry, to_a_finding())
    services.drain()
    holder = {"role": "agency-lead", "agency": THEIRS, "person_ref": "p-not-yours", "from_day": "2020-01-01"}
    holding = everything.do(TRACKING, "business-unit", "/role-holders", holder)["id"]
    services.drain()

    def newest(service: str, path: str, role: str = "business-unit", **of: str) -> str:
        return str(everything.newest(service, path, role, FACILITATOR if role == "facilitator" else "", **of)["id"])

    return {
        "/reviews": made["review"],
        "/actions": action,
        "/obligations": obligation_id(again["finding"], THEIRS),
        "/role-holders": str(holding),
        "/involvements": newest(FEEDBACK, "/involvements", "facilitator", review=heard),
        "/contributions": newest(FEEDBACK, "/contributions", "facilitator"),
        "/surveys": newest(FEEDBACK, "/surveys", "facilitator"),
        "/responses": newest(FEEDBACK, "/responses", "facilitator"),
        "/concerns": newest(FEEDBACK, "/concerns", "facilitator"),
        "/plans": newest(LEARNING, "/plans", review=heard),
        "/points": newest(LEARNING, "/points"),
        "/products": newest(LEARNING, "/products"),
        "/deliveries": newest(LEARNING, "/deliveries"),
    }


def named_by(route: str, ids: Ids) -> str:
    """Returns the id of what this route is about."""
    (found,) = (id_ for begins, id_ in ids.items() if route.startswith(f"{begins}/{{id}}"))
    return found


def kinds_of(service: str) -> tuple[Kind, ...]:
    """Returns the kinds of a service."""
    found: tuple[Kind, ...] = importlib.import_module(module(service)).KINDS
    return found
