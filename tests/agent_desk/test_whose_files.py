"""Every address of a file, found by asking the portal for all of them, gives strangers no byte and changes nothing for them."""

import re
from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from django.contrib.auth.models import Group, User
from django.http import HttpResponseBase
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils import timezone

from attachments import storage
from attachments.models import Attachment
from attachments.receive import new_tray
from attachments.tray_tokens import token_for
from forms_catalog.models import Draft
from tests.agent_desk.conftest import browser_of
from tests.customer import Customer
from tests.forms_catalog.test_filing_a_request import lose_a_phone
from tests.services.portal import PROJECT
from tests.signing_in import sign_in
from tickets.models import Event, Ticket

pytestmark = pytest.mark.django_db

Who = Callable[[], Client]


def routes(resolver: URLResolver, before: str = "/") -> Iterator[str]:
    """Every address that the portal knows, as it is written down."""
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each, route)
        elif isinstance(each, URLPattern):
            yield route


FILE_ADDRESSES = sorted({each for each in routes(get_resolver()) if "file_id" in each or "upload_id" in each})


def test_the_addresses_of_files_are_those_we_know_of() -> None:
    """A new one is looked at here first."""
    assert [re.sub(r"<\w+:(\w+)>", r"{\1}", each) for each in FILE_ADDRESSES] == [
        "/en/d/{draft_id}/files/{file_id}/again/",
        "/en/d/{draft_id}/files/{file_id}/remove/",
        "/staff/files/{file_id}/",
        "/staff/files/{file_id}/flat-copy/",
        "/staff/files/{file_id}/judge/",
        "/staff/files/{file_id}/original/",
        "/staff/files/{file_id}/preview/{number}/",
        "/staff/files/{file_id}/retry/",
        "/staff/files/{file_id}/take-back/",
        "/uploads/{token}/{upload_id}",
    ]


def test_the_bytes_of_files_leave_the_portal_in_one_place() -> None:
    sources = [*PROJECT.glob("*/*.py"), *PROJECT.glob("*/views/*.py")]
    handing_out = [
        each for each in sources if re.search(r"FileResponse\(|StreamingHttpResponse\(", each.read_text("utf-8"))
    ]
    assert [str(each.relative_to(PROJECT)) for each in handing_out] == ["agent_desk/views/files.py"]


def nobody() -> Client:
    """A browser that was never here."""
    return Client()


def another_customer() -> Client:
    """Somebody else with a request of their own, signed in."""
    customer = Customer()
    lose_a_phone(customer)
    sign_in(customer, "bob@example.com")
    return customer.client


def an_agent_without_a_role() -> Client:
    """Somebody of the desk who may do nothing yet."""
    return browser_of(User.objects.create_user("new@example.com", is_staff=True))


def somebody_who_left() -> Client:
    """An agent whose account was closed while they were signed in."""
    user = User.objects.create_user("gone@example.com", is_staff=True)
    user.groups.set(Group.objects.all())
    browser = browser_of(user)
    User.objects.filter(id=user.id).update(is_active=False)
    return browser


STRANGERS: list[Who] = [nobody, another_customer, an_agent_without_a_role, somebody_who_left]


@pytest.mark.parametrize("who", STRANGERS, ids=lambda each: each.__name__)
@pytest.mark.parametrize("route", FILE_ADDRESSES)
def test_a_stranger_gets_no_byte_and_changes_nothing(
    who: Who, route: str, a_french_ticket: Ticket, an_accepted_file: Callable[[Ticket], Attachment]
) -> None:
    browser = who()
    file = an_accepted_file(a_french_ticket)
    before = list(Attachment.objects.values()), Event.objects.count()
    address = filled(route, file.id)
    for answer in (browser.get(address), browser.post(address, {"reason": "I want it"}), browser.delete(address)):
        assert answer.status_code in {302, 403, 404, 405, 412}, (address, answer.status_code)
        assert not {b"%PDF-1.4 original", b"RIFF image"} & {body(answer)}
        assert "Reçu" not in body(answer).decode(errors="replace")
    assert (list(Attachment.objects.values()), Event.objects.count()) == before
    assert storage.quarantine_path(file.id).exists()


def filled(route: str, file_id: UUID) -> str:
    """The address with this file in it, and whatever else the stranger has of their own."""
    draft = Draft.objects.order_by("-created_at").first()
    own = draft.tray_id if draft else new_tray(now=timezone.now()).id
    values = {
        "draft_id": draft.id if draft else own,
        "file_id": file_id,
        "upload_id": file_id,
        "token": token_for(tray_id=own, limit=5),
        "number": 1,
    }
    return re.sub(r"<\w+:(\w+)>", lambda found: str(values[found[1]]), route)


def body(answer: HttpResponseBase) -> bytes:
    """What was answered, streamed or not."""
    return b"".join(answer.streaming_content) if answer.streaming else answer.content  # type: ignore[attr-defined]


def test_a_strangers_file_is_not_taken_into_ones_own_request_by_naming_it(
    a_french_ticket: Ticket, an_accepted_file: Callable[[Ticket], Attachment]
) -> None:
    file = an_accepted_file(a_french_ticket)
    customer = Customer()
    lose_a_phone(customer)
    sign_in(customer, "bob@example.com")
    customer.post(customer.url, {f"role-{file.id}": "id_front", "files": str(file.id), "tray": str(file.id)})
    customer.post(f"{customer.url}{file.id}/again/")
    file.refresh_from_db()
    assert (file.role, file.ticket) == ("", a_french_ticket)
    assert list(Attachment.objects.all()) == [file]
