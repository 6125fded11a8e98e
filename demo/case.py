"""How the demo acts: as people in their roles, over HTTP, on a clock that it moves. What does not come out as told ends it."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any, Self, TypeVar
from uuid import uuid4

import httpx

from contracts.framework import Calendar
from services.chassis.calendar import add_working_days, closed_days
from tests.support.clock import Clock
from tests.support.waiting import eventually

T = TypeVar("T")
Json = dict[str, Any]
REGISTRY, ACTIONS = "review-registry", "action-tracking"
PATIENCE = 30.0
"""Seconds for what one service does to be seen in the other."""


class NotAsTold(Exception):
    """A step did not do what the story says."""


class Case:
    """One play of the story on a running stack, described by its `stack.json`."""

    def __init__(self, stack: Path) -> None:
        described = json.loads(stack.read_text())
        self.urls: dict[str, str] = described["services"]
        self.tokens: dict[str, str] = described["tokens"]
        self.clock = Clock(Path(described["clock"]))
        self.notices = stack.parent / "notices" / ACTIONS
        self.http = httpx.Client(timeout=20)
        self.play = str(uuid4())
        self.framework: Json = self.get("business-unit@partnership", REGISTRY, "/framework")
        self.review: Json = {}
        self.findings: list[Json] = []
        self.action: Json = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: object, error: object, trace: object) -> None:
        self.http.close()

    # -- telling

    def chapter(self, title: str) -> None:
        print(f"\n{title}\n{'-' * len(title)}")

    def tell(self, sentence: str) -> None:
        print(f"  {self.clock.now():%d %b %Y}  {sentence}")

    def show(self, title: str, holds: bool) -> None:  # noqa: FBT001 - what is claimed, and whether it holds
        if not holds:
            raise NotAsTold(title)
        print(f"               -> {title}")

    # -- acting

    def do(self, who: str, service: str, path: str, body: Json, key: str = "") -> Json:
        """Gives a command; the answer is what it changed."""
        answer = self._post(who, service, path, body, key)
        if answer.status_code not in (200, 201):
            raise NotAsTold(f"{who} POST {path}: {answer.status_code} {answer.text}")
        return dict(answer.json())

    def refused(self, who: str, service: str, path: str, body: Json, *codes: str) -> None:
        """Gives a command that must be refused for exactly these reasons, and shows them."""
        answer = self._post(who, service, path, body, "")
        errors = answer.json().get("errors", [])
        found = {error["code"] for error in errors}
        if answer.status_code not in (403, 409) or found != set(codes):
            raise NotAsTold(f"{who} POST {path}: {answer.status_code}, refused for {sorted(found)} and not {sorted(codes)}")
        print(f"               REFUSED ({answer.status_code} {answer.json()['title']})")
        for error in errors:
            print(f"                 - {error['message']}  [{error['code']}]")

    def _post(self, who: str, service: str, path: str, body: Json, key: str) -> httpx.Response:
        headers = {"Authorization": f"Bearer {self.tokens[who]}", "Idempotency-Key": key or str(uuid4())}
        return self.http.post(f"{self.urls[service]}{path}", json=body, headers=headers)

    def get(self, who: str, service: str, path: str) -> Any:
        answer = self.http.get(f"{self.urls[service]}{path}", headers={"Authorization": f"Bearer {self.tokens[who]}"})
        if answer.status_code != httpx.codes.OK:
            raise NotAsTold(f"{who} GET {path}: {answer.status_code} {answer.text}")
        return answer.json()

    def await_(self, what: str, check: Callable[[], T | None]) -> T:
        """What one service made known, once the other has acted on it."""
        return eventually(check, within=PATIENCE, what=what, every=0.05)

    # -- time

    @property
    def today(self) -> date:
        return self.clock.now().date()

    def working_days(self, start: date, days: int) -> date:
        return add_working_days(start, days, closed_days(Calendar.model_validate(self.framework["calendar"])))

    def wait_until(self, day: date, hour: int = 12) -> None:
        """The clock moves on; it never moves back, so that the story can be played again on the same stack."""
        moment = datetime.combine(day, time(hour), UTC)
        if moment > self.clock.now():
            self.clock.move_to(moment)
