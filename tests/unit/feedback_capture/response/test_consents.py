"""Consent is asked for each use, obeyed at each, and taken back for each (FC3)."""

from datetime import date, timedelta

import pytest

from contracts.vocabulary.types import Code
from services.feedback_capture.domain.reply.clearing import ClearReply, clear_reply
from services.feedback_capture.domain.reply.drafting import Sources, draft_reply
from services.feedback_capture.domain.response.coding import CodeResponse, code_response
from services.feedback_capture.domain.response.consents import USES, GivenBy, Purpose
from services.feedback_capture.domain.response.erasing import contact_owner, keys_to_erase, record_erased
from services.feedback_capture.domain.response.state import Response
from services.feedback_capture.domain.response.taking_back import WithdrawConsent, withdraw_consent
from services.feedback_capture.domain.response.withdrawing import WithdrawResponse, withdraw_response
from services.feedback_capture.domain.results import Published, published, tallied
from tests.builders.feedback_capture import CHAIR, UNIT
from tests.builders.feedback_capture import at as at_replies
from tests.builders.feedback_replies import KNOWN, drafting
from tests.builders.feedback_surveys import NOW, TODAY, at, responded
from tests.builders.refusals import codes, places

EVERY = [each.value for each in Purpose]
LATER = at(NOW + timedelta(days=9))


def back(response: Response, purpose: Purpose) -> Response:
    return withdraw_consent(response, WithdrawConsent(receipt="x", purpose=purpose), LATER).state


def themes(*responses: Response) -> dict[Code, int]:
    coded = [code_response(each, CodeResponse(themes=("neglect",)), at()).state for each in responses]
    return counted(coded).themes


def counted(responses: list[Response]) -> Published:
    to = date(2026, 3, 31)
    return published(None, tallied(responses, to), to, 5)


def test_every_purpose_is_asked_and_no_answer_means_no() -> None:
    assert set(USES) == set(Purpose)
    silent = responded(consents=[])
    assert [(each.purpose, each.allowed) for each in silent.consents] == [(each, False) for each in Purpose]
    assert not any(silent.allows(each) for each in Purpose)


@pytest.mark.parametrize("purpose", Purpose)
def test_consent_keeps_its_giver_and_its_day(purpose: Purpose) -> None:
    response = responded(consents=[purpose.value], consents_by="advocate")
    assert {each for each in Purpose if response.allows(each)} == {purpose}
    assert {(each.given_by, each.on, each.withdrawn_on) for each in response.consents} == {(GivenBy.ADVOCATE, TODAY, None)}


@pytest.mark.parametrize("purpose", Purpose)
def test_one_consent_is_taken_back_by_itself(purpose: Purpose) -> None:
    before = responded(consents=EVERY)
    after = back(before, purpose)
    assert {each for each in Purpose if after.allows(each)} == set(Purpose) - {purpose}
    (taken,) = [each for each in after.consents if each.withdrawn_on]
    assert (taken.purpose, taken.allowed, taken.withdrawn_on) == (purpose, True, LATER.today)
    again = WithdrawConsent(receipt="x", purpose=purpose)
    assert places(withdraw_consent, after, again, LATER) == [("response/not-allowed", "purpose")]
    gone = withdraw_response(before, WithdrawResponse(receipt="x"), at(), ()).state
    assert codes(withdraw_consent, gone, again, LATER) == ["response/withdrawn"]


def test_themes_count_for_partners_only_with_consent() -> None:
    """The marks out of five count: they are no words."""
    shared, kept = responded(consents=["share-with-partners"]), responded(consents=["improve-service", "publish"])
    assert themes(*[shared] * 5) == {"neglect": 5}
    assert themes(*[kept] * 9) == {}
    assert themes(*[shared] * 4, back(shared, Purpose.SHARE_WITH_PARTNERS)) == {}
    assert counted([kept.read(TODAY)] * 5).scales == {"heard": {"2": 5}}


@pytest.mark.parametrize("missing", [Purpose.QUOTE_ANONYMISED, Purpose.PUBLISH])
def test_reply_quotes_only_what_may_be_quoted_and_published(missing: Purpose) -> None:
    response = responded(consents=EVERY)
    actions, products, _ = KNOWN
    draft = drafting(quotes=(response.id,))
    allowed: Sources = (actions, products, {response.id: response})
    refused = {response.id: back(response, missing)}
    unknown: Sources = (actions, products, {})
    place = [("reply/quote-not-allowed", "quotes/0")]
    for sources in ((actions, products, refused), unknown):
        assert places(draft_reply, None, draft, at_replies(who=UNIT), sources) == place
    reply = draft_reply(None, draft, at_replies(who=UNIT), allowed).state
    assert places(clear_reply, reply, ClearReply(), at_replies(who=CHAIR), refused) == place
    assert clear_reply(reply, ClearReply(), at_replies(who=CHAIR), {response.id: response}).state.public


def test_contact_taken_back_is_erased_and_nothing_else() -> None:
    response = responded(consents=EVERY, contact="by the blue door")
    assert keys_to_erase(response) == ()
    after = back(response, Purpose.CONTACT_AGAIN)
    assert (after.contact, after.texts, keys_to_erase(after)) == (None, response.texts, (contact_owner(response.id),))
    assert keys_to_erase(record_erased(after, LATER).state) == ()
    assert keys_to_erase(back(response, Purpose.PUBLISH)) == ()
