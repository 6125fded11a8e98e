"""While a service reads the longest texts that it takes, it answers everybody else (docs/decisions/0037)."""

import asyncio
import json
import time
from collections.abc import Coroutine
from secrets import token_hex
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.component.feedback_capture.steps import form_of, surveyed
from tests.component.harness import Component
from tests.service.calling import done

WITHIN = 0.25
"""Seconds of work in the thread of the loop, so that a busy machine makes no difference. The slowest answer took 0.04."""
ANSWER, FORM = 4_000, 250_000
"""Characters of the longest answer, and bytes of the largest form."""
ODD = ("a", "a@", "\ufdfa", "a\u0315\u0300", "My mum Sarah rang 01202 496023. ")


async def slowest(app: Any, work: Coroutine[Any, Any, httpx.Response]) -> tuple[httpx.Response, float, int]:
    """Returns the answer to a long request, the longest time that health took meanwhile, and how often it answered."""
    async with httpx.AsyncClient(base_url="http://component", transport=httpx.ASGITransport(app)) as client:
        long, times = asyncio.create_task(work), [0.0]
        while not long.done():
            began = time.thread_time()
            await asyncio.sleep(0)  # lets the long request go on
            answer = await client.get("/health/live")
            times.append(time.thread_time() - began)
            assert answer.status_code in (200, 503)
        return await long, max(times), len(times) - 1


def beside(feedback: Component, method: str, path: str, **sent: Any) -> tuple[httpx.Response, float, int]:
    async def both() -> tuple[httpx.Response, float, int]:
        async with httpx.AsyncClient(
            base_url="http://component", transport=httpx.ASGITransport(feedback.app), timeout=60
        ) as client:
            return await slowest(feedback.app, client.request(method, path, **sent))

    return feedback.run(both())


@pytest.fixture(autouse=True)
def _first_use(feedback: Component) -> None:
    """Sends a short form before, because the first one in a process builds its models and patterns."""
    feedback.client.post("/responses", content=form(str(uuid4()), "a", ["q0"]), headers=headers())


def form(survey: str, piece: str, codes: list[str], token: str = "") -> bytes:
    """Returns a form with answers as long as they may be, as many as fit into a request."""
    text = piece * (ANSWER // len(piece))
    fitting = codes[: FORM // len(text.encode())]
    sent = {"survey": survey, "form_token": token, "answers": dict.fromkeys(fitting, text)}
    return json.dumps(sent, ensure_ascii=False).encode()


def headers() -> dict[str, str]:
    return {"Idempotency-Key": token_hex(16), "Content-Type": "application/json"}


@pytest.mark.parametrize("piece", ODD, ids=ascii)
def test_health_answers_while_the_longest_form_is_read(piece: str, feedback: Component) -> None:
    body = form(str(uuid4()), piece, [f"q{each}" for each in range(30)])
    answer, longest, times = beside(feedback, "POST", "/responses", content=body, headers=headers())
    assert answer.status_code in (409, 422), answer.text
    assert times > 2
    assert longest < WITHIN


def test_health_answers_while_long_answers_are_masked(feedback: Component) -> None:
    questions = [{"code": f"q{each}", "words": "What should be different?", "kind": "text"} for each in range(5)]
    survey = surveyed(feedback, questions=questions)
    for _ in range(3):
        body = form(survey, ODD[-1], [each["code"] for each in questions], form_of(feedback, survey)["form_token"])
        done(feedback.client.post("/responses", content=body, headers=headers()), 201)
    unit = feedback("business-unit")
    answer, longest, times = beside(feedback, "GET", f"/responses?survey={survey}", headers=unit.headers())
    assert len(answer.json()) == 3
    assert times > 2
    assert longest < WITHIN
