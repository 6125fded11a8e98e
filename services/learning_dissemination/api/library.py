"""What was published, for anybody (LD2, LD7)."""

from fastapi import APIRouter

from services.chassis.room import Room


def library(room: Room) -> APIRouter:
    return APIRouter()
