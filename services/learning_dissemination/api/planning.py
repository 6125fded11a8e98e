"""How each review's learning is shared, and what there is to learn from (LD1, LD2)."""

from fastapi import APIRouter

from services.chassis.room import Room


def planning(room: Room) -> APIRouter:
    return APIRouter()
