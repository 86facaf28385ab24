"""Sessions, caches and everything that Redis counts are lost between two pages: the draft, its files and Send are not."""

import pytest
import redis
from django.conf import LazySettings
from django.contrib.sessions.models import Session
from django.core.cache import caches

from attachments.checking import check_file
from attachments.models import Attachment
from forms_catalog.models import Draft
from operations import rate_limits
from tests.attachments import samples
from tests.customer import Customer
from tests.faults.sent import the_ledger_is_clean
from tests.forms_catalog.test_filing_a_request import lose_a_phone
from tests.services.programs import Valkey
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def test_a_draft_survives_that_sessions_caches_and_redis_are_emptied_between_its_pages(
    settings: LazySettings, valkey: Valkey
) -> None:
    settings.REDIS_URL, settings.CLAMD_URL = valkey.url, ""
    rate_limits._counters.cache_clear()
    customer = Customer()
    lose_a_phone(customer)
    files = customer.url
    assert customer.step == "files"

    def everything_is_lost() -> None:
        Session.objects.all().delete()
        for cache in caches.all():
            cache.clear()
        redis.Redis.from_url(valkey.url).flushall()

    everything_is_lost()
    customer.add(("passport.jpg", samples.photo()))
    everything_is_lost()
    customer.get(files)
    assert "passport.jpg" in customer.text
    everything_is_lost()
    customer.post(files)
    assert customer.step == "check"
    assert "It was taken" in customer.text
    everything_is_lost()
    customer.post(customer.url.replace("/check/", "/send/"))
    ticket = Ticket.objects.get()
    assert customer.url == f"/en/sent/{ticket.reference}/"
    assert not Draft.objects.exists()
    check_file(file_id=Attachment.objects.get(ticket=ticket).id)
    the_ledger_is_clean()
