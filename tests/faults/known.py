"""What all four services know of the facts that flow: what the owner of each says, and what another has of it."""

from typing import Any

from local.databases import Record, database
from local.deployment import Deployment
from local.partnership import COUNCIL, POLICE
from local.parts.names import SERVICES
from local.people import REGISTRY
from local.scenarios.action_tracking import TRACKING
from services.action_tracking.domain.obligation.state import obligation_id
from services.action_tracking.domain.urgent_notice.state import notice_id
from services.feedback_capture.domain.involvement.state import involvement_id
from services.learning_dissemination.domain.plan.state import plan_id
from services.learning_dissemination.domain.point.state import point_id

FEEDBACK, LEARNING = "feedback-capture", "learning-dissemination"
AGENCIES = (COUNCIL, POLICE)
"""In the scope of each review, and asked by each finding."""


def stored(deployment: Deployment, service: str) -> list[Record]:
    with database(deployment, service) as found:
        return list(found.aggregates.find({}, {"kind": 1, "state": 1, "version": 1, "revision": 1}))


def known(deployment: Deployment) -> dict[str, tuple[Any, Any]]:
    """What the owner of each fact says, and what another service knows of it."""
    states: dict[str, dict[str, dict[str, Any]]] = {}
    for service in SERVICES:
        for each in stored(deployment, service):
            states.setdefault(f"{service}/{each['kind']}", {})[each["_id"]] = each["state"]

    def of(service: str, kind: str, what: Any) -> Any:
        return {id_: what(state) for id_, state in states.get(f"{service}/{kind}", {}).items()}

    def parties(state: dict[str, Any]) -> list[Any]:
        return [(each["id"], each["group"]) for each in state["parties"]]

    def asked(state: dict[str, Any]) -> Any:
        return state["finding"], state["agency"], state["answer"]

    def asked_of(entry: dict[str, Any]) -> list[Any]:
        return [(each["person_ref"], entry["about"], entry["trigger"]) for each in entry["told"]]

    def lines(digest: dict[str, Any]) -> list[Any]:
        return [(digest["person_ref"], each["about"], each["trigger"]) for each in digest["lines"]]

    def notice(state: dict[str, Any]) -> tuple[str, bool]:
        return state["asks"], state["ended_at"] is not None

    stages = of(REGISTRY, "review", lambda state: state["stage"])
    agencies = of(REGISTRY, "review", lambda state: sorted(each["agency"] for each in state["scope"]["agencies"]))
    findings = [each["id"] for state in states[f"{REGISTRY}/review"].values() for each in state["findings"]]
    products = of(LEARNING, "product", lambda state: sorted(state["findings"]))
    actions = of(TRACKING, "action", lambda state: state["reference"])
    (themed,) = of(REGISTRY, "theme", lambda state: sorted(each["finding"] for each in state["findings"])).values()
    return {
        "parties, at the registry": (of(FEEDBACK, "involvement", parties), of(REGISTRY, "involvement-progress", parties)),
        "lacks, at the registry": (
            of(LEARNING, "plan", lambda state: state["lacks"]),
            of(REGISTRY, "dissemination-progress", lambda state: state["lacks"]),
        ),
        "stages, at feedback capture": (
            {involvement_id(review): stage for review, stage in stages.items()},
            of(FEEDBACK, "involvement", lambda state: state["stage"]),
        ),
        "stages, at dissemination": (
            {plan_id(review): stage for review, stage in stages.items()},
            of(LEARNING, "plan", lambda state: state["stage"]),
        ),
        "stages, at action tracking": (stages, of(TRACKING, "known-review", lambda state: state["stage"])),
        "agencies, at action tracking": (agencies, of(TRACKING, "known-review", lambda state: sorted(state["agencies"]))),
        "findings, by their theme": (sorted(findings), themed),
        "findings, at action tracking": (
            {obligation_id(each, agency) for each in findings for agency in AGENCIES},
            set(of(TRACKING, "obligation", lambda state: None)),
        ),
        "obligations, at the registry": (of(TRACKING, "obligation", asked), of(REGISTRY, "obligation-progress", asked)),
        "people told of something, by their digests": (
            sorted(told for entry in of(TRACKING, "ledger-entry", asked_of).values() for told in entry),
            sorted(line for digest in of(TRACKING, "digest", lines).values() for line in digest),
        ),
        "actions, by who was told to do them": (
            set(actions),
            {about for digest in of(TRACKING, "digest", lines).values() for _, about, _ in digest} & set(actions),
        ),
        "concerns, and whether they were taken, at action tracking": (
            {notice_id(id_): taken for id_, taken in of(FEEDBACK, "concern", lambda state: bool(state["takings"])).items()},
            {id_: ended for id_, (asks, ended) in of(TRACKING, "urgent-notice", notice).items() if asks == "take"},
        ),
        "products, at the registry": (products, of(REGISTRY, "product-progress", lambda state: sorted(state["findings"]))),
        "products, at feedback capture": (set(products), set(of(FEEDBACK, "known-product", lambda state: None))),
        "replies, as learning points at dissemination": (
            {point_id(reply) for reply in of(FEEDBACK, "reply", lambda state: None)},
            {id_ for id_, source in of(LEARNING, "point", lambda state: state["source"]).items() if source == "reply"},
        ),
        "actions, at the registry": (set(actions), set(of(REGISTRY, "action-progress", lambda state: None))),
        "actions, at feedback capture": (actions, of(FEEDBACK, "known-action", lambda state: state["reference"])),
        "actions, at dissemination": (actions, of(LEARNING, "known-action", lambda state: state["reference"])),
    }
