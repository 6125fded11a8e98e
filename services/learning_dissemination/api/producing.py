"""Products, and what a thematic one could draw on (LD2)."""

from fastapi import APIRouter

from services.chassis.room import Room


def producing(room: Room) -> APIRouter:
    return APIRouter()
