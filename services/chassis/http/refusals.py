"""Refusals as RFC 9457 problems: every reason at once, and never a value that was sent (docs/architecture.md "Refusals")."""

from collections.abc import Sequence
from logging import ERROR, WARNING
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from services.chassis.http.malformed import reasons_for
from services.chassis.room.room import Busy
from services.chassis.rules.decisions import Reason, Refused
from services.chassis.store.documents import NewerSchema
from services.chassis.store.faults import RefusedByStore, Unavailable
from services.chassis.telemetry.logs import log_fault


class ProblemItem(BaseModel):
    """One reason: a code, a place in the request, and a sentence."""

    code: str
    path: str
    message: str


class Problem(BaseModel):
    """A refusal in the form of RFC 9457, with every reason."""

    type: str = "about:blank"
    title: str
    status: int
    errors: list[ProblemItem] = []


STATUS_TEXT = {
    401: "The token is missing, invalid or out of date",
    403: "None of your roles may do this",
    404: "Not found, or not visible to you",
    409: "A rule refuses this. Every reason is listed",
    412: "It has changed since you read it",
    413: "The request is too large",
    415: "The request is not JSON",
    422: "The request is malformed, or its key came with another body before",
    429: "Too many calls. Wait for the seconds that the header Retry-After names",
    503: "The service cannot answer now. Send the same request again",
}


def responses_for(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Returns refusals in the form that the OpenAPI document describes."""
    return {status: {"model": Problem, "description": STATUS_TEXT[status]} for status in statuses}


TITLES = {
    404: "We cannot find this address.",
    405: "This address does not take this method.",
    422: "Send valid JSON.",
}
"""Titles of refusals that FastAPI would word itself."""

QUERY_RESPONSES = responses_for(401, 403, 404, 422, 429, 503)
"""Refusals of a query."""
PUBLIC_RESPONSES = responses_for(404, 422, 429, 503)
"""Refusals of a query that anyone may ask."""


class HttpRefusal(Exception):
    """A refusal with an HTTP status of its own."""

    def __init__(self, status: int, title: str, *reasons: Reason, headers: dict[str, str] | None = None) -> None:
        super().__init__(title)
        self.status, self.title, self.reasons, self.headers = status, title, reasons, headers


def not_found() -> HttpRefusal:
    """Returns the one refusal for everything that does not exist or that the person may not see."""
    return HttpRefusal(404, "We cannot find this, or you may not see it.")


def too_many(seconds: int) -> HttpRefusal:
    """Returns the refusal of a call that comes too early, with the seconds after which it may come."""
    return HttpRefusal(
        429,
        f"Too many requests came at once. Wait {seconds} second{'s' if seconds > 1 else ''}, then send the same one again.",
        headers={"Retry-After": str(seconds)},
    )


def problem(status: int, title: str, reasons: Sequence[Reason] = (), headers: dict[str, str] | None = None) -> JSONResponse:
    errors = [ProblemItem(code=reason.code, path=reason.path, message=reason.message) for reason in reasons]
    body = Problem(title=title, status=status, errors=errors)
    return JSONResponse(body.model_dump(), status, headers, media_type="application/problem+json")


def try_again() -> JSONResponse:
    """Returns the refusal of a request that may succeed if the caller repeats it with the same key."""
    return problem(503, "We cannot answer now. Send the same request again in a moment.", headers={"Retry-After": "1"})


def install(app: FastAPI) -> None:
    """Turns the exceptions of every route into problems."""

    @app.exception_handler(Refused)
    async def refused(request: Request, fault: Refused) -> JSONResponse:
        return problem(409, "You cannot do this. Each reason says what to do.", fault.reasons)

    @app.exception_handler(HttpRefusal)
    async def answer(request: Request, fault: HttpRefusal) -> JSONResponse:
        return problem(fault.status, fault.title, fault.reasons, fault.headers)

    @app.exception_handler(RequestValidationError)
    async def malformed(request: Request, fault: RequestValidationError) -> JSONResponse:
        return problem(422, "Some of your entries need a correction.", reasons_for(fault.errors()))

    @app.exception_handler(HTTPException)
    async def http(request: Request, fault: HTTPException) -> JSONResponse:
        status = 422 if fault.status_code == 400 else fault.status_code  # 400: FastAPI could not parse the body
        return problem(status, TITLES.get(status, str(fault.detail)), headers=dict(fault.headers or {}))

    @app.exception_handler(RefusedByStore)
    async def not_saved(request: Request, fault: RefusedByStore) -> JSONResponse:
        log_fault(ERROR, "http: the store refuses this for good", fault)
        return problem(500, "We cannot save or read this, and a repeat will not help. Contact the people who run the service.")

    @app.exception_handler(Exception)
    async def anything_else(request: Request, fault: Exception) -> JSONResponse:
        return _ours(fault)

    for transient in (Unavailable, Busy, NewerSchema):
        app.add_exception_handler(transient, _try_again)


async def _try_again(request: Request, fault: Exception) -> JSONResponse:
    log_fault(WARNING, "http: asked the caller to try again", fault)
    return try_again()


def _ours(fault: Exception) -> JSONResponse:
    log_fault(ERROR, "http: an unexpected fault", fault)
    return problem(500, "Something went wrong on our side. We have logged it.")
