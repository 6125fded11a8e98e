"""Who needs it, how it was brought to them, and whether it reached them (LD3, LD4, LD5)."""

from fastapi import APIRouter

from services.chassis.room import Room


def reaching(room: Room) -> APIRouter:
    return APIRouter()
