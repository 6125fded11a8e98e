"""An address is stored encrypted, used to send, and never shown (AT5)."""

import asyncio
from typing import Any

import pytest

from local.deployment import Deployment
from local.partnership import SECOND_COUNCIL
from local.parts.names import SERVICES
from local.waiting import eventually
from local.wire import records
from tests.service.action_tracking.steps import TRACKING, asked, listed, next_morning, stored, today
from tests.service.calling import Caller, People, done

CANARY = "canary.jane.smith@home.example"
AGENCY, PERSON = "schools-maintained", "p-with-an-address"


def appointing(deployment: Deployment, **changed: Any) -> dict[str, Any]:
    return {
        "role": "agency-lead",
        "agency": AGENCY,
        "person_ref": PERSON,
        "from_day": today(deployment).isoformat(),
        "address": CANARY,
    } | changed


def free_of_it(text: str | bytes) -> bool:
    lower = text.decode(errors="replace").lower() if isinstance(text, bytes) else text.lower()
    return "jane" not in lower and "home.example" not in lower


@pytest.fixture
def unit(tracking: People) -> Caller:
    return tracking("business-unit")


async def test_address_is_used_and_shown_nowhere(deployment: Deployment, tracking: People, unit: Caller) -> None:
    answers = [unit.post("/role-holders", appointing(deployment), key="the-same-key") for _ in range(2)]
    holder = done(answers[0], 201)
    assert done(answers[1], 201) == holder
    assert holder["reachable"] is True
    answers += [
        unit.post("/role-holders", appointing(deployment, role="no-such-role", agency=CANARY)),
        unit.post("/role-holders", appointing(deployment, role="no-such-role")),
        unit.post("/role-holders", appointing(deployment, address=[CANARY])),
        unit.post("/role-holders", appointing(deployment, address=CANARY * 100)),
        tracking("agency-lead", agency=SECOND_COUNCIL).post("/role-holders", appointing(deployment)),
    ]
    assert [each.status_code for each in answers] == [201, 201, 422, 409, 422, 422, 409]
    (obligation,) = await asked(deployment, tracking, AGENCY)
    eventually(lambda: listed(unit.get("/digests", about=obligation)), what="it is in the digest")
    next_morning(deployment)
    folder = deployment.folder / "notices" / TRACKING
    assert eventually(
        lambda: [file for file in folder.glob("*.txt") if f"To: {CANARY}\n" in file.read_text()], what="it is used"
    )

    def outcome_is_saved() -> bool:
        (digest,) = listed(unit.get("/digests", person_ref=PERSON))
        return bool(digest["sendings"][-1]["outcome"] == "sent")

    assert eventually(outcome_is_saved, what="the digest is sent")
    answers += [unit.get(path, limit=200) for path in ("/role-holders", "/digests", "/ledger", f"/threads/{holder['id']}")]
    answers.append(unit.post(f"/role-holders/{holder['id']}/end", {"to_day": today(deployment).isoformat()}))
    assert done(answers[-1])["to_day"] == today(deployment).isoformat()
    for each in answers:
        assert free_of_it(each.text), each.text

    everything = stored(deployment)
    (kept,) = [each for each in everything["aggregates"] if each["_id"] == holder["id"]]
    assert isinstance(kept["state"]["address"], bytes)
    for name, documents in everything.items():
        assert documents or name not in {"aggregates", "history"}
        assert free_of_it(str(documents)), name
    for service in SERVICES:
        for record in await records(deployment, service):
            assert free_of_it((record.value or b"") + (record.key or b"") + str(record.headers).encode())
    spans = deployment.folder / "spans" / TRACKING / f"{TRACKING}.jsonl"
    eventually(lambda: "EndRoleHolding" in spans.read_text(), what="the last span is written")
    for file in (spans, *(deployment.folder / "logs").glob("*.log")):
        assert free_of_it(await asyncio.to_thread(file.read_text, errors="replace")), file.name
