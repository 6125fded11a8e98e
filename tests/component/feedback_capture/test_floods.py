"""A flood of forms: a class gets through, a machine does not, and no word of risk is lost in silence (FC3)."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from secrets import token_hex
from typing import Any

import httpx
import pytest

from contracts.events.feedback_capture import ImmediateConcernRaised
from services.chassis.rules.sealed import ERASED
from services.chassis.store.documents import Store
from services.chassis.store.faults import Unavailable
from services.feedback_capture.commands.flood import Flood
from services.feedback_capture.domain.concern.gathering import KEPT
from services.feedback_capture.kinds import KINDS
from tests.component.feedback_capture.steps import answered, form_of, surveyed
from tests.component.harness import COLLECTIONS, Component
from tests.component.limits import OWN, Clock, limited
from tests.service.calling import done, refused

BEGIN = datetime(2028, 2, 14, 9, tzinfo=UTC)
AT_RISK = {"what": "He keeps hitting me"}
ALONE = 10
"""Concerns of one survey that are raised one by one in an hour, without a setting."""
FLOOD, WITHIN = 500, 50
"""Forms of a flood, and those of them that the rate of its address lets through."""
NO_REFERRAL = {"outcome": "no-referral", "reason": "A machine sent them."}


@pytest.fixture
def clock(feedback: Component) -> Iterator[Clock]:
    """The service keeps its own rates, and starts empty."""
    feedback.empty()
    feedback.clock.move_to(BEGIN)
    with limited(feedback) as moved:
        yield moved


def concerns(feedback: Component, **filters: str) -> list[dict[str, Any]]:
    return list(feedback("facilitator").get("/concerns", limit=200, **filters).json())


def urgent(feedback: Component) -> list[str]:
    """Returns the concerns that urgent messages go out for."""
    feedback.drain()
    return [each.event.concern for each in feedback.emitted() if isinstance(each.event, ImmediateConcernRaised)]


def sent(feedback: Component, survey: str, words: str) -> httpx.Response:
    """Sends a form as a machine does: without opening it."""
    body = {"survey": survey, "answers": {"what": words}}
    return feedback.anybody().post("/responses", body, key=token_hex(24))


def test_thirty_children_answer_from_one_address_within_five_minutes(feedback: Component, clock: Clock) -> None:
    survey = surveyed(feedback)
    for number in range(30):
        words = AT_RISK if number in (7, 21) else {"what": "They asked my mum and not me."}
        receipt = done(answered(feedback, survey, answers=words), 201)["receipt"]
        done(feedback.anybody().post("/receipts", {"receipt": receipt}))
        clock.advance(timedelta(seconds=10))
    assert [each["words"] for each in concerns(feedback, status="open")] == [AT_RISK, AT_RISK]


def test_machine_is_stopped_and_a_concern_in_its_flood_is_raised(feedback: Component, clock: Clock) -> None:
    survey = surveyed(feedback)
    statuses: Counter[int] = Counter()
    for number in range(FLOOD // 2):
        answer = sent(feedback, survey, AT_RISK["what"] if number == 200 else "Buy this.")
        statuses[answer.status_code] += 1
        if number == 200:
            assert refused(answer, 429) == [("response/read-anyway", "")]
            assert int(answer.headers["Retry-After"]) > 0
    assert statuses == {409: 120, 429: 130}
    (raised,) = concerns(feedback, status="open")
    assert (raised["words"], raised["survey"]) == (AT_RISK, survey)
    assert urgent(feedback) == [raised["id"]]
    clock.advance(timedelta(minutes=5))
    assert sent(feedback, survey, "Buy this.").status_code == 409


def test_long_form_that_a_rate_refuses_is_read_at_its_beginning(feedback: Component, clock: Clock) -> None:
    survey = surveyed(feedback)
    for _ in range(120):
        sent(feedback, survey, "Buy this.")
    answer = sent(feedback, survey, "He keeps hitting me. " + "They never stop. " * 10_000)
    assert refused(answer, 429) == [("response/read-anyway", "")]
    (raised,) = concerns(feedback, status="open")
    assert "He keeps hitting me." in str(raised["words"])


def test_flood_of_concerns_sends_few_messages_and_counts_the_rest(feedback: Component) -> None:
    """The first stands for itself, and so do ten within the rates and ten that a rate refused. The others are gathered."""
    feedback.empty()
    feedback.clock.move_to(BEGIN)
    with limited(feedback, rate_answers=f"{WITHIN}/hour"):
        survey = surveyed(feedback)
        done(answered(feedback, survey, answers={"what": "My dad hits me"}), 201)
        said: Counter[str] = Counter()
        for number in range(FLOOD - 1):
            answer = sent(feedback, survey, f"He keeps hitting me {number}")
            assert answer.status_code == (409 if number < WITHIN - 1 else 429)
            said[answer.json()["errors"][-1]["code"]] += 1
    messages = urgent(feedback)
    shown = {each["id"]: each for each in concerns(feedback, status="open")}
    assert shown.keys() == set(messages)
    assert shown[messages[0]]["words"] == {"what": "My dad hits me"}
    gathering = [each for each in shown.values() if each["gathered"]]
    assert (len(messages), len(gathering)) == (2 * ALONE + 2, 2)
    assert sum(each["gathered"] for each in gathering) == FLOOD - 2 * ALONE
    for each in gathering:
        kept = concerns(feedback, part_of=each["id"])
        assert (len(kept), each["not_kept"]) == (KEPT, each["gathered"] - KEPT)
        assert {part["status"] for part in kept} == {"gathered"}
        assert all(part["words"]["what"].startswith("He keeps hitting me") for part in kept)
    unread = sum(each["not_kept"] for each in gathering)
    assert said == {"response/read-anyway": FLOOD - 1 - unread, "response/not-read": unread}


def test_gathered_answer_gets_the_outcome_of_the_concern_that_gathers_it(feedback: Component, clock: Clock) -> None:
    survey, taker = surveyed(feedback), feedback("decider")
    receipts = [done(answered(feedback, survey, answers=AT_RISK), 201)["receipt"] for _ in range(ALONE + 2)]
    (gathering,) = [each for each in concerns(feedback, status="open") if each["gathered"]]
    part = concerns(feedback, part_of=gathering["id"])[0]["id"]
    for step, body in (("taken", None), ("outcome", NO_REFERRAL)):
        assert refused(taker.post(f"/concerns/{part}/{step}", body), 409) == [("concern/gathered", "")]
        back = feedback.anybody().post("/receipts/withdrawals", {"receipt": receipts[-1]}, key=token_hex(24))
        assert refused(back, 409) == [("response/concern-open", "")]
        done(taker.post(f"/concerns/{gathering['id']}/{step}", body))
    done(feedback.anybody().post("/receipts/withdrawals", {"receipt": receipts[-1]}, key=token_hex(24)))
    feedback.drain()
    words = [each["words"] for each in concerns(feedback, part_of=gathering["id"])]
    assert sorted(map(str, words)) == sorted(map(str, (AT_RISK, {"what": ERASED}))), "what is withdrawn is erased here too"


def test_answers_after_an_outcome_are_gathered_in_another_concern(feedback: Component, clock: Clock) -> None:
    survey, taker = surveyed(feedback), feedback("decider")

    def gathered() -> dict[str, int]:
        done(answered(feedback, survey, answers=AT_RISK), 201)
        return {each["id"]: each["gathered"] for each in concerns(feedback) if each["gathered"]}

    for _ in range(ALONE):
        assert gathered() == {}
    (before,) = gathered()
    done(taker.post(f"/concerns/{before}/taken"))
    assert gathered() == {before: 2}, "the person who took it reads this too"
    done(taker.post(f"/concerns/{before}/outcome", NO_REFERRAL))
    after = gathered()
    assert sorted(after.values()) == [1, 2]
    assert set(urgent(feedback)) >= set(after)


def test_budget_of_the_service_bounds_surveys_that_do_not_exist(feedback: Component) -> None:
    feedback.empty()
    feedback.clock.move_to(BEGIN)
    with limited(feedback, rate_concerns="3/hour") as clock:
        for number in range(6):
            survey = surveyed(feedback)
            done(answered(feedback, survey, answers={"what": f"He keeps hitting me {number}"}), 201)
        (gathering,) = [each for each in concerns(feedback, status="open") if each["gathered"]]
        assert (gathering["gathered"], gathering["survey"]) == (3, None)
        assert len({part["survey"] for part in concerns(feedback, part_of=gathering["id"])}) == 3, "each keeps its survey"
        clock.advance(timedelta(hours=1))
        done(answered(feedback, surveyed(feedback), answers=AT_RISK), 201)
        assert len(concerns(feedback, status="open")) == 5


def test_count_in_memory_waits_for_the_store(feedback: Component) -> None:
    feedback.empty()
    feedback.clock.move_to(BEGIN)
    flood, nowhere = Flood(), Store("mongodb://127.0.0.1:9/nowhere", KINDS, feedback.room.keyring, timeout_seconds=0.1)
    for _ in range(3):
        flood.count(("in-words",))
    with pytest.raises(Unavailable):
        feedback.run(flood.save(replace(feedback.room, store=nowhere)))
    nowhere.close()
    for _ in range(2):
        feedback.run(flood.save(feedback.room))
    assert [each["gathered"] for each in concerns(feedback, status="open")] == [3]


def test_repeat_of_a_gathered_answer_counts_once(feedback: Component, clock: Clock) -> None:
    survey, key = surveyed(feedback), token_hex(24)
    for _ in range(ALONE):
        done(answered(feedback, survey, answers=AT_RISK), 201)
    receipts = {done(answered(feedback, survey, key, answers=AT_RISK), 201)["receipt"] for _ in range(3)}
    assert len(receipts) == 1
    assert [each["gathered"] for each in concerns(feedback, status="open") if each["gathered"]] == [1]


def test_survey_counts_answers_from_all_addresses(feedback: Component) -> None:
    feedback.empty()
    feedback.clock.move_to(BEGIN)
    survey, other = surveyed(feedback), surveyed(feedback)
    with limited(feedback, rate_survey="2/hour"):
        for _ in range(2):
            done(answered(feedback, survey), 201)
        refused(answered(feedback, survey), 429)
        done(answered(feedback, other), 201)


def test_caller_behind_a_trusted_proxy_is_counted_apart(feedback: Component) -> None:
    feedback.empty()
    feedback.clock.move_to(BEGIN)
    survey = surveyed(feedback)
    with limited(feedback, rate_answers="1/hour", trusted_proxies="127.0.0.0/8"):
        statuses = [
            feedback.anybody()
            .post("/responses", form_of(feedback, survey) | {"answers": {"heard": "3"}}, X_Forwarded_For=seen)
            .status_code
            for seen in ("203.0.113.1", "203.0.113.2", "198.51.100.9, 203.0.113.1")
        ]
    assert statuses == [201, 201, 429]


def test_address_is_neither_stored_nor_logged(feedback: Component, caplog: pytest.LogCaptureFixture) -> None:
    feedback.empty()
    feedback.clock.move_to(BEGIN)
    survey, seen = surveyed(feedback), "203.0.113.77"
    with limited(feedback, rate_answers="1/hour", rate_wrong="1/hour", trusted_proxies="127.0.0.0/8"), caplog.at_level(0):
        for path, body in (
            ("/responses", form_of(feedback, survey) | {"answers": AT_RISK}),
            ("/receipts", {"receipt": "x"}),
        ) * 2:
            feedback.anybody().post(path, body, key=token_hex(24), X_Forwarded_For=seen)
    feedback.drain()
    assert concerns(feedback, status="open")
    assert seen not in json.dumps([feedback.stored(each) for each in COLLECTIONS], default=str) + caplog.text


def test_wrong_receipt_codes_are_counted_and_a_right_one_opens(feedback: Component, clock: Clock) -> None:
    survey = surveyed(feedback)
    receipt = {"receipt": done(answered(feedback, survey), 201)["receipt"]}
    guess = {"receipt": "AAAA-" * 6 + "AA"}
    statuses = Counter(feedback.anybody().post("/receipts", guess).status_code for _ in range(130))
    assert statuses == {404: 120, 429: 10}
    for path, body in (("withdrawals", guess), ("consents", guess | {"purpose": "publish"})):
        refused(feedback.anybody().post(f"/receipts/{path}", body, key=token_hex(24)), 429)
    done(feedback.anybody().post("/receipts", receipt))


def test_own_rates_are_those_that_the_pages_name() -> None:
    assert (OWN["rate_survey_concerns"], OWN["rate_answers"]) == (f"{ALONE}/hour", "240/hour burst 120")
