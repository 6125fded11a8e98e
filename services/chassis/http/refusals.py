"""Every answer that is a no, as RFC 9457 problems: each reason at once, and no value repeated."""

import re
from collections.abc import Sequence
from logging import ERROR, WARNING
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from services.chassis.room.room import Busy
from services.chassis.rules.decisions import Reason, Refused
from services.chassis.store.documents import NewerSchema, Unavailable
from services.chassis.telemetry.logs import log_fault


class ProblemItem(BaseModel):
    """One thing that is wrong: a code, where, and a sentence."""

    code: str
    path: str
    message: str


class Problem(BaseModel):
    """RFC 9457, with every fault."""

    type: str = "about:blank"
    title: str
    status: int
    errors: list[ProblemItem] = []


STATUS_TEXT = {
    401: "No valid token",
    403: "Not this role",
    404: "Unknown, or not yours to know of",
    409: "Refused by a rule, with every reason",
    412: "Changed since it was seen",
    413: "Too large",
    415: "Not JSON",
    422: "Not of this form, or the key came with another body",
    503: "Try again",
}


def responses_for(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Noes as the OpenAPI document tells of them."""
    return {status: {"model": Problem, "description": STATUS_TEXT[status]} for status in statuses}


QUERY_RESPONSES = responses_for(401, 403, 404, 422, 503)
"""What a query may answer besides what was asked for."""


class HttpRefusal(Exception):
    """A no with a status of its own; `reasons` as in a refusal."""

    def __init__(self, status: int, title: str, *reasons: Reason, headers: dict[str, str] | None = None) -> None:
        super().__init__(title)
        self.status, self.title, self.reasons, self.headers = status, title, reasons, headers


def not_found() -> HttpRefusal:
    """Unknown, or not yours to know of: the same answer."""
    return HttpRefusal(404, "There is nothing here that you may see")


def problem(status: int, title: str, reasons: Sequence[Reason] = (), headers: dict[str, str] | None = None) -> JSONResponse:
    errors = [ProblemItem(code=reason.code, path=reason.path, message=reason.message) for reason in reasons]
    body = Problem(title=title, status=status, errors=errors)
    return JSONResponse(body.model_dump(), status, headers, media_type="application/problem+json")


def install(app: FastAPI) -> None:
    """Turns what is raised behind any route into a problem."""

    @app.exception_handler(Refused)
    async def refused(request: Request, fault: Refused) -> JSONResponse:
        return problem(409, "Refused by the rules of the framework", fault.reasons)

    @app.exception_handler(HttpRefusal)
    async def answer(request: Request, fault: HttpRefusal) -> JSONResponse:
        return problem(fault.status, fault.title, fault.reasons, fault.headers)

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, fault: RequestValidationError) -> JSONResponse:
        return problem(422, "The request is not of the form that this takes", [_reason(error) for error in fault.errors()])

    @app.exception_handler(HTTPException)
    async def http(request: Request, fault: HTTPException) -> JSONResponse:
        status = 422 if fault.status_code == 400 else fault.status_code  # 400: a body that could not even be parsed
        return problem(status, str(fault.detail), headers=dict(fault.headers or {}))

    @app.exception_handler(Exception)
    async def anything_else(request: Request, fault: Exception) -> JSONResponse:
        return _ours(fault)

    for transient in (Unavailable, Busy, NewerSchema):
        app.add_exception_handler(transient, _try_again)


async def _try_again(request: Request, fault: Exception) -> JSONResponse:
    log_fault(WARNING, "http: asked to try again", fault)
    return problem(503, "Not now: please send the same request again", headers={"Retry-After": "1"})


def _ours(fault: Exception) -> JSONResponse:
    log_fault(ERROR, "http: a fault of ours", fault)
    return problem(500, "A fault of ours; it has been logged")


NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,39}")
"""What looks like a field: of a field that nobody knows, the name is the sender's, and may be anything."""

SENTENCES = {
    "missing": "is needed",
    "extra_forbidden": "is not known here",
    "json_invalid": "is not JSON",
    "enum": "is none of the known codes",
}


def _reason(error: dict[str, Any]) -> Reason:
    """pydantic's word for it, without the value: its own message may quote what was sent, where it quotes at all."""
    place = "/".join(str(part) for part in error["loc"] if part != "body" and NAME.fullmatch(str(part)))
    context = error.get("ctx", {})
    limits = ", ".join(
        f"{name} {context[name]}" for name in ("min_length", "max_length", "pattern", "ge", "gt", "le", "lt") if name in context
    )
    sentence = SENTENCES.get(
        error["type"], f"has the wrong form ({error['type'].replace('_', ' ')}{'; ' + limits if limits else ''})"
    )
    return Reason(code=f"request/{error['type'].replace('_', '-')}", message=sentence, path=place)
