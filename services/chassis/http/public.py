"""Counting the calls of public routes, by the caller's address."""

from fastapi import Request

from services.chassis.http.limits import HEALTH
from services.chassis.http.openapi import roles
from services.chassis.http.rates import Bucket, rates_of


async def count_public(request: Request) -> None:
    """Refuses a call of a public route that comes too early. Other routes count the person who calls."""
    if not roles(request.scope["route"].dependant) and not request.url.path.startswith(HEALTH):
        rates = rates_of(request)
        rates.count(Bucket.PUBLIC, rates.address(request))
