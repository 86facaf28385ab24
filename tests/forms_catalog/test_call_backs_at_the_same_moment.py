"""Two browsers of one person send a call-back at the same moment, on a real database: there is one."""

from functools import partial

import pytest
from django.utils import timezone

from accounts.proofs import prove
from forms_catalog import drafts
from forms_catalog.catalogue import catalogue
from forms_catalog.models import Draft
from forms_catalog.sending import NotFinished, send
from tests.forms_catalog.answering import variants
from tests.tickets.test_merge_at_the_same_moment import at_once, rounds
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_concurrency]


def test_c6_of_two_call_backs_sent_at_once_one_is_made() -> None:
    now, request_type = timezone.now(), catalogue()["phone-callback"]
    usual = {name: value for step in request_type.steps for name, value in variants(step, now)[0].items()}
    for number in range(min(rounds(), 10)):
        person = prove(device=f"d{number}", address=f"person-{number}@example.com", now=now)
        sends = []
        for browser in ("one", "other"):
            draft = drafts.begin(request_type=request_type.slug, device=browser, now=now)
            drafts.save_answers(draft=draft, answers=usual | {"topic": "funds_blocked"}, now=now)
            sends.append(partial(send, draft_id=draft.id, device=browser, language="en", now=now, person=person))
        raised = at_once(*sends)
        assert sorted(type(each).__name__ for each in raised) == ["NoneType", "NotFinished"]
        refusal = next(each for each in raised if isinstance(each, NotFinished))
        assert refusal.step == "topic"
        assert Ticket.objects.filter(account=person).count() == 1
        Draft.objects.all().delete()
