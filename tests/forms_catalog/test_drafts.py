"""A draft lives a few days, in one browser, with its files; two tabs do not undo each other."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings

from attachments.models import Attachment, Tray
from forms_catalog import drafts
from forms_catalog.models import Draft
from tests.factories import a_file

pytestmark = pytest.mark.django_db


def a_draft(now: datetime, device: str = "this-browser") -> Draft:
    """A draft that was just begun."""
    return drafts.begin(request_type="lost-device", device=device, now=now)


def test_every_draft_whose_days_are_over_is_erased_with_its_files_and_no_other(now: datetime) -> None:
    old = [a_draft(now - timedelta(days=settings.DRAFT_DAYS)) for _each in range(5)]
    fresh = a_draft(now - timedelta(days=settings.DRAFT_DAYS) + timedelta(seconds=1))
    kept = a_file(now=now)
    Attachment.objects.filter(id=kept.id).update(tray=fresh.tray)
    for draft in old:
        Attachment.objects.filter(id=a_file(now=now).id).update(tray=draft.tray)
    assert drafts.purge_expired(now=now, batch=2) == 5
    assert [each.id for each in Draft.objects.all()] == [fresh.id]
    assert [each.id for each in Attachment.objects.all()] == [kept.id]
    assert Tray.objects.filter(id__in=[each.tray_id for each in old]).count() == 0


def test_each_answer_begins_the_days_anew(now: datetime) -> None:
    draft = a_draft(now)
    later = now + timedelta(days=settings.DRAFT_DAYS - 1)
    drafts.save_answers(draft=draft, answers={"device_state": "lost"}, now=later)
    assert drafts.find(draft_id=draft.id, device="this-browser", now=later + timedelta(days=2))


def test_two_tabs_on_two_pages_keep_both_answers(now: datetime) -> None:
    draft = a_draft(now)
    one, other = (drafts.find(draft_id=draft.id, device="this-browser", now=now) for _tab in range(2))
    drafts.save_answers(draft=one, answers={"device_state": "lost"}, now=now)
    drafts.save_answers(draft=other, answers={"device_type": "phone"}, now=now)
    assert Draft.objects.get().answers == {"device_state": "lost", "device_type": "phone"}


@pytest.mark.parametrize("device", ["", "another-browser"])
def test_a_draft_opens_to_no_other_browser_and_to_none_without_a_cookie(now: datetime, device: str) -> None:
    draft = a_draft(now)
    with pytest.raises(drafts.DraftGone):
        drafts.find(draft_id=draft.id, device=device, now=now)
    assert drafts.of_device(device=device, now=now) == []
    assert drafts.forget_all(device="") == 0


def test_an_answer_saved_after_sending_brings_no_draft_back(now: datetime) -> None:
    draft = a_draft(now)
    Draft.objects.filter(id=draft.id).delete()
    with pytest.raises(drafts.DraftGone):
        drafts.save_answers(draft=draft, answers={"device_state": "lost"}, now=now)
    assert not Draft.objects.exists()
