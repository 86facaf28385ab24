"""A request that needs a sign-in keeps everything at its gate, and asks nobody what the sign-in already tells."""

import html
import re

import pytest
from django.utils import timezone

from attachments.models import Attachment
from forms_catalog.access import Barrier, StillBarred
from forms_catalog.catalogue import catalogue, described
from forms_catalog.models import Draft
from forms_catalog.sending import send
from tests.customer import Customer
from tests.forms_catalog.test_filing_a_request import a_photo, lose_a_phone
from tests.signing_in import end_sign_ins, sign_in
from tickets.models import Ticket

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("made_up_types")]

GATE = {"en": "Sign in to go on", "fr": "Connectez-vous pour continuer"}
STORY = "I moved to another street last month."


@pytest.fixture(params=["en", "fr"])
def customer(request: pytest.FixtureRequest) -> Customer:
    """Somebody with a browser, in each language."""
    return Customer(request.param)


def at_the_gate(customer: Customer) -> bool:
    """Whether the present page asks for a sign-in."""
    return GATE[customer.language] in html.unescape(customer.text).replace("‑", "-")


def press_send(customer: Customer) -> None:
    """Press Send on the review page."""
    customer.post(re.sub(r"[^/]+/$", "send/", customer.url))


def test_the_gate_stands_in_place_of_the_first_page_and_leads_back_to_it(customer: Customer) -> None:
    customer.begin("new-address")
    assert customer.step == "where"
    assert at_the_gate(customer)
    assert Draft.objects.count() == 1
    gate = customer.url
    sign_in(customer)
    assert customer.url == gate
    assert not at_the_gate(customer)
    assert 'name="where"' in customer.text


def test_whoever_cannot_sign_in_sees_another_way(customer: Customer) -> None:
    customer.begin("new-address")
    (way,) = re.findall(r'href="([^"]+/requests/\?group=access)"', customer.text)
    customer.get(way)
    assert "/requests/lost-device/" in customer.text
    assert "/requests/documents-general/" not in customer.text
    customer.begin("lost-device")
    assert not at_the_gate(customer)


def fill_in(customer: Customer) -> None:
    """Answer everything that a signed-in person is asked for a change of address, up to the review."""
    customer.begin("new-address")
    sign_in(customer)
    customer.answer(where="home")
    customer.answer(description=STORY)
    customer.add(("proof.jpg", a_photo()))
    customer.post(customer.url)
    assert customer.step == "check"


def test_the_accounts_address_is_known_shown_and_locked(customer: Customer) -> None:
    fill_in(customer)
    assert "alice@example.com" in customer.text
    locked = re.search(r"alice@example\.com</dd>\s*<dd class=\"change\">(.*?)</dd>", customer.text, re.DOTALL)
    assert locked
    assert "href" not in locked.group(1)
    review = customer.url
    for step in ("account-email", "email-access", "contact-email"):
        customer.get(review.replace("/check/", f"/{step}/"))
        assert customer.url == review
        customer.post(review.replace("/check/", f"/{step}/"), {"account_email": "mallory@example.com"})
    customer.get(review)
    press_send(customer)
    ticket = Ticket.objects.get()
    assert (ticket.account_email, ticket.contact_email) == ("alice@example.com", "alice@example.com")
    assert ticket.contact_proven_at is not None
    assert ticket.account
    assert ticket.account.address == "alice@example.com"


def test_the_agent_sees_the_address_among_the_answers(customer: Customer) -> None:
    fill_in(customer)
    press_send(customer)
    ticket = Ticket.objects.get()
    assert ticket.answers["account_email"] == "alice@example.com"
    assert "account_email" in [each["name"] for each in ticket.form["questions"]]


def test_a_sign_in_that_ends_at_any_page_loses_nothing(customer: Customer) -> None:
    fill_in(customer)
    review = customer.url
    for page in ("where", "details", "files", "check"):
        end_sign_ins()
        customer.get(review.replace("/check/", f"/{page}/"))
        assert at_the_gate(customer), page
        sign_in(customer)
        assert customer.url == review.replace("/check/", f"/{page}/")
        assert not at_the_gate(customer)
    press_send(customer)
    ticket = Ticket.objects.get()
    assert ticket.messages.get().body == STORY
    assert ticket.files.count() == 1


def test_what_is_sent_when_the_sign_in_has_just_ended_is_kept_and_then_the_gate_stands(customer: Customer) -> None:
    customer.begin("new-address")
    sign_in(customer)
    customer.answer(where="trip")
    end_sign_ins()
    customer.answer(description=STORY)
    assert at_the_gate(customer)
    assert Draft.objects.get().answers["description"] == STORY
    sign_in(customer)
    customer.get(re.sub(r"[^/]+/$", "files/", customer.url))
    end_sign_ins()
    customer.add(("proof.jpg", a_photo()))
    assert at_the_gate(customer)
    assert Attachment.objects.count() == 1


def test_without_a_sign_in_nothing_is_sent_and_the_gate_stands_again(customer: Customer) -> None:
    fill_in(customer)
    review = customer.url
    end_sign_ins()
    press_send(customer)
    assert not Ticket.objects.exists()
    assert at_the_gate(customer)
    assert customer.url == review
    sign_in(customer)
    press_send(customer)
    assert Ticket.objects.count() == 1


def test_send_itself_refuses_whoever_is_not_signed_in(customer: Customer) -> None:
    fill_in(customer)
    draft = Draft.objects.get()
    with pytest.raises(StillBarred) as barred:
        send(draft_id=draft.id, device=draft.device, language="en", now=timezone.now())
    assert barred.value.barrier is Barrier.SIGN_IN
    assert Draft.objects.get() == draft


def test_somebody_else_who_signs_in_sends_for_their_own_account(customer: Customer) -> None:
    fill_in(customer)
    end_sign_ins()
    customer.get(customer.url)
    sign_in(customer, "bob@example.com")
    assert "alice@example.com" not in customer.text
    press_send(customer)
    assert Ticket.objects.get().account_email == "bob@example.com"


def test_a_locked_out_person_is_never_asked_to_sign_in(customer: Customer) -> None:
    lose_a_phone(customer)
    customer.post(customer.url)
    press_send(customer)
    ticket = Ticket.objects.get()
    assert (ticket.account, ticket.contact_proven_at) == (None, None)


def signed_in_first(customer: Customer, address: str) -> None:
    """Sign in before beginning anything."""
    customer.begin("new-address")
    sign_in(customer, address)
    Draft.objects.all().delete()


def test_a_locked_out_person_who_is_signed_in_is_not_asked_for_what_is_known_and_can_change_it(
    customer: Customer,
) -> None:
    signed_in_first(customer, "alice@example.com")
    customer.begin("lost-device")
    for answers in (
        {"device_state": "lost"},
        {"device_type": "phone"},
        {"skip": "1"},
        {"had_on_it": ["sim"]},
        {"master_key_set": "unsure"},
        {"sim_blocked": "yes"},
        {"description": "I left it in a taxi on the way home."},
    ):
        customer.answer(**answers)
    customer.post(customer.url)
    assert customer.step == "check"
    assert "alice@example.com" in customer.text
    # The account may have another address than the one this person can still read.
    review = customer.url
    customer.get(review.replace("/check/", "/account-email/"))
    assert 'value="alice@example.com"' in customer.text
    customer.answer(account_email="old@example.com")
    assert customer.step == "email-access"
    customer.answer(still_have_email="no")
    assert customer.step == "check"
    press_send(customer)
    ticket = Ticket.objects.get()
    assert (ticket.account_email, ticket.contact_email) == ("old@example.com", "alice@example.com")
    assert ticket.contact_proven_at is not None


def test_signing_in_half_way_changes_no_answer_that_was_given(customer: Customer) -> None:
    lose_a_phone(customer)
    customer.add(("photo.jpg", a_photo()))
    sign_in(customer, "bob@example.com")
    assert customer.step == "files"
    customer.post(customer.url)
    press_send(customer)
    ticket = Ticket.objects.get()
    assert ticket.account_email == "alice+kraken@example.com"
    assert ticket.files.count() == 1


def test_what_a_sign_in_told_stays_told_when_it_ends_in_a_request_that_needs_none(customer: Customer) -> None:
    signed_in_first(customer, "alice@example.com")
    customer.begin("documents-general")
    customer.answer(skip="1")
    assert customer.step == "note"
    customer.answer(skip="1")
    customer.answer(consent="on")
    customer.add(("proof.jpg", a_photo()))
    end_sign_ins()
    customer.post(customer.url)
    assert customer.step == "check"
    assert "alice@example.com" in customer.text
    press_send(customer)
    ticket = Ticket.objects.get()
    assert ticket.contact_email == "alice@example.com"


def test_an_address_proven_in_this_browser_is_proven_at_send_without_a_sign_in(customer: Customer) -> None:
    signed_in_first(customer, "alice+kraken@example.com")
    customer.client.cookies.pop("customer")
    lose_a_phone(customer)
    customer.post(customer.url)
    press_send(customer)
    ticket = Ticket.objects.get()
    assert ticket.contact_proven_at is not None


def test_documents_find_a_request_that_the_same_person_sent_from_another_browser(customer: Customer) -> None:
    at_home = Customer(customer.language)
    signed_in_first(at_home, "alice@example.com")
    lose_a_phone(at_home)
    at_home.post(at_home.url)
    press_send(at_home)
    parent = Ticket.objects.get()
    for address, step in (("bob@example.com", "reference"), ("alice@example.com", "note")):
        signed_in_first(customer, address)
        customer.begin("documents-general")
        customer.answer(ticket_reference=parent.reference)
        assert customer.step == step
        end_sign_ins()


def test_a_stolen_device_is_worked_on_before_its_address_is_proven() -> None:
    worked = {slug for slug, each in catalogue().items() if each.worked_unconfirmed}
    assert "lost-device" in worked
    assert "documents-general" not in worked


def test_the_start_page_says_that_a_sign_in_comes_first(customer: Customer) -> None:
    customer.get(f"/{customer.language}/requests/new-address/")
    assert ("sign in with a code" if customer.language == "en" else "vous connectez avec un code") in customer.text
    customer.get(f"/{customer.language}/requests/lost-device/")
    assert ("sign in with a code" if customer.language == "en" else "vous connectez avec un code") not in customer.text


def test_the_catalogue_shows_the_access_class_of_every_type() -> None:
    shown = {slug: described(each)["access"] for slug, each in catalogue().items()}
    assert shown["new-address"] == "SIGNED_IN"
    assert shown["trip-questions"] == "INVITED"
    assert shown["lost-device"] == "LOCKED_OUT"
    assert shown["documents-general"] == "ANYONE"
