"""The public routes over HTTP, without a token (FC3)."""

from secrets import token_hex

from tests.service.calling import Caller, People, done, refused

SURVEY = {
    "title": "How was it?",
    "source_group": "young-person",
    "service": "social-care",
    "questions": [{"code": "what", "words": "What should be different?", "kind": "text"}],
    "closes": "2099-03-31",
}


def test_survey_is_answered_and_the_response_withdrawn(feedback: People) -> None:
    anybody = Caller(feedback.client, "")
    survey = done(feedback("business-unit").post("/surveys", SURVEY), 201)["id"]
    form = done(anybody.get(f"/surveys/{survey}/form"))
    assert form["open"]
    sent = {"survey": survey, "form_token": form["form_token"]}
    empty = anybody.post("/responses", sent | {"answers": {}}, key=token_hex(24))
    assert refused(empty, 409) == [("response/empty", "answers")]
    answers = sent | {"answers": {"what": "Ask me first."}}
    receipt = {"receipt": done(anybody.post("/responses", answers, key=token_hex(24)), 201)["receipt"]}
    assert done(anybody.post("/receipts", receipt))["status"] == "received"
    assert done(anybody.post("/receipts/withdrawals", receipt, key=token_hex(24)))["status"] == "withdrawn"
    refused(anybody.post("/receipts", {"receipt": "no code"}), 404)
