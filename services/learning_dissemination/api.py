"""Learning dissemination's queries over HTTP; its commands are mounted from their table."""

from fastapi import APIRouter

from services.chassis.refusals import READING
from services.chassis.room import Room


def router(room: Room) -> APIRouter:
    return APIRouter(responses=READING)
