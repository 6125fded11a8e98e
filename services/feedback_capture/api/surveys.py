"""Surveys and their results over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends

from services.chassis.http.listings import add_list, each
from services.chassis.http.reading import seen
from services.chassis.room.room import Room
from services.chassis.rules.decisions import Actor
from services.feedback_capture.api.readers import COUNT_READER, SURVEY_READER
from services.feedback_capture.kinds import SURVEY
from services.feedback_capture.queries.results import ResultsShown, results_shown
from services.feedback_capture.queries.surveys import SURVEYS, SurveyShown, survey_shown


def router(room: Room) -> APIRouter:
    routes = APIRouter(tags=["surveys"])
    add_list(
        routes,
        room,
        "/surveys",
        SURVEYS,
        each(survey_shown),
        model=SurveyShown,
        actor=SURVEY_READER,
        operation_id="ListSurveys",
        summary="Lists surveys, open and closed",
    )

    @routes.get(
        "/surveys/{id}/results",
        operation_id="ReadResults",
        summary="Shows the published counts of a survey, as of the last closed month (FC4)",
    )
    async def read_results(id: str, actor: Annotated[Actor, Depends(COUNT_READER)]) -> ResultsShown:
        survey = (await seen(room, SURVEY, id, actor)).state
        return results_shown(survey, room.framework.feedback.threshold)

    return routes
