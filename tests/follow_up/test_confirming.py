"""A contact address is proven by the code in the sending browser, or by the button behind the link in the letter."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from accounts.models import Challenge
from accounts.proofs import prove
from tests.customer import Customer
from tests.follow_up.asking import SECRET_WORDS, a_quick_sender, status_url, ticket_of
from tests.letters import code_in, link_in, posted
from tickets.models import Event, Ticket, Verb
from tickets.states import State

pytestmark = pytest.mark.django_db


@pytest.fixture
def sender() -> Customer:
    """Somebody who has just sent a request."""
    return a_quick_sender()


def newest_letter() -> str:
    """The code that was written last."""
    letter = posted("confirm_address").last()
    assert letter
    return code_in(letter)


def enter(customer: Customer, code: str) -> int:
    """Type a code on the confirmation page. Out: the status of the answer."""
    return int(customer.post(f"/en/sent/{customer.url.split('/')[3]}/code/", {"code": code}).status_code)


def test_the_confirmation_names_the_address_to_the_sending_browser_alone(sender: Customer) -> None:
    assert "<strong>alice@example.com</strong>" in sender.text
    assert "An agent begins as soon as you have confirmed it." in sender.text
    stranger = Customer()
    assert stranger.get(sender.url).status_code == 404
    assert "alice@" not in stranger.text + sender.get(status_url(sender)).content.decode()


@pytest.mark.parametrize("spelled", ["{0}", " {0} ", "{1} {2}", "{1}-{2}", "\u202f{0}"])
def test_the_code_confirms_however_it_is_pasted(sender: Customer, spelled: str) -> None:
    code = newest_letter()
    assert enter(sender, spelled.format(code, code[:3], code[3:])) == 200
    assert "Your address is confirmed." in sender.text
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.account is None) == (State.NEW, False)
    assert posted("received").count() == 1


def test_a_wrong_code_gets_one_sentence_and_five_tries(sender: Customer) -> None:
    code = newest_letter()
    wrong = f"{(int(code) + 1) % 1_000_000:06}"
    for typed in ("", wrong, wrong, wrong, wrong, wrong, code):
        assert enter(sender, typed) == 422
        assert "code from our" in sender.text
    assert Ticket.objects.get().state == State.UNCONFIRMED
    sender.post(f"/en/sent/{Ticket.objects.get().reference}/again/")
    assert "We have written once more." in sender.text
    assert enter(sender, newest_letter()) == 200
    assert Ticket.objects.get().state == State.NEW


def test_the_code_works_in_no_other_browser_and_no_other_browser_may_correct(sender: Customer) -> None:
    reference, code = Ticket.objects.get().reference, newest_letter()
    thief = a_quick_sender(address="mallory@example.com")
    for page, data in (("code", {"code": code}), ("address", {"contact_email": "m@example.com"}), ("again", {})):
        assert thief.post(f"/en/sent/{reference}/{page}/", data).status_code == 404
    assert Ticket.objects.get(reference=reference).state == State.UNCONFIRMED
    assert Ticket.objects.get(reference=reference).contact_email == "alice@example.com"


def test_whoever_got_no_letter_is_not_told_that_we_wrote() -> None:
    for _each in range(3):
        assert "We have written to" in a_quick_sender().text
    fourth = a_quick_sender()
    assert "No email is on its way to <strong>alice@example.com</strong> at the moment." in fourth.text
    assert "id_code" not in fourth.text
    posted().delete()
    fourth.post(f"/en/sent/{ticket_of(fourth).reference}/again/")
    assert "We have written to" in fourth.text
    assert enter(fourth, newest_letter()) == 200


def test_an_address_in_other_letters_than_ours_is_confirmed_like_any() -> None:
    sender = a_quick_sender(address="lea@exomple.com")
    sender.post(f"/en/sent/{ticket_of(sender).reference}/address/", {"contact_email": "lea@exämple.com"})
    assert enter(sender, newest_letter()) == 200
    assert Ticket.objects.get().state == State.NEW


def test_a_mistyped_address_is_corrected_and_only_the_new_one_can_confirm() -> None:
    sender = a_quick_sender(address="alise@example.com")
    old_letter, ticket = posted("confirm_address").get(), ticket_of(sender)
    old_link, old_code = link_in(old_letter, "/a/"), code_in(old_letter)
    sender.post(f"/en/sent/{ticket.reference}/address/", {"contact_email": "nonsense"})
    assert "Enter a full email address" in sender.text
    sender.post(f"/en/sent/{ticket.reference}/address/", {"contact_email": "alice@example.com"})
    assert "The address is corrected." in sender.text
    assert "<strong>alice@example.com</strong>" in sender.text
    assert Client().get(old_link).status_code == 404
    assert enter(sender, old_code) == 422
    assert posted("confirm_address", to="alice@example.com").count() == 1
    assert enter(sender, newest_letter()) == 200
    assert Event.objects.filter(verb=Verb.ADDRESS_CORRECTED).count() == 1
    # The address that was typed as the account's is told of it, since the answer goes elsewhere now.
    assert posted("not_yours", to="alise@example.com").count() == 1


def test_corrections_have_the_budget_of_every_letter_to_a_stranger(sender: Customer) -> None:
    reference = Ticket.objects.get().reference
    for _each in range(3):
        sender.post(f"/en/sent/{reference}/address/", {"contact_email": "victim@example.com"})
        sender.post(f"/en/sent/{reference}/again/")
    assert sender.page.status_code == 429
    assert posted(to="victim@example.com").count() == 3


def test_the_link_shows_a_button_and_only_the_button_confirms(sender: Customer) -> None:
    link = link_in(posted("confirm_address").get(), "/a/")
    scanner = Client()
    before = Ticket.objects.values().get(), Challenge.objects.values().get()
    for _each in range(3):
        assert scanner.get(link).status_code == scanner.head(link).status_code == 200
    assert (Ticket.objects.values().get(), Challenge.objects.values().get()) == before
    phone = Customer()
    phone.get(link)
    assert "I sent this request" in phone.text
    assert SECRET_WORDS not in phone.text
    phone.post(link)
    assert "Your address is confirmed." in phone.text
    assert SECRET_WORDS in phone.text
    assert Ticket.objects.get().state == State.NEW


@pytest.mark.parametrize("dead", ["used", "old", "cut", "altered", "of another purpose", "nonsense"])
def test_a_confirm_link_that_opens_nothing_gets_the_one_answer(
    sender: Customer, dead: str, settings: LazySettings
) -> None:
    letter = posted("confirm_address").get()
    link = link_in(letter, "/a/")
    token = link.split("/")[3]
    if dead == "used":
        phone = Customer()
        phone.get(link)
        phone.post(link)
    if dead == "old":
        long_ago = timezone.now() - timedelta(days=settings.CONFIRM_LINK_DAYS, seconds=1)
        Challenge.objects.update(created_at=long_ago)
    flipped = f"{token[:-3]}{'A' if token[-3] != 'A' else 'B'}{token[-2:]}"
    tokens = {"cut": token[:-2], "altered": flipped, "nonsense": "x"}
    path = link.replace(token, tokens.get(dead, token))
    if dead == "of another purpose":
        path = link.replace("/a/", "/c/")
    answer = Client().get(path)
    nothing = Client().get("/en/t/nothing/")
    assert (answer.status_code, answer.content) == (404, nothing.content.replace(b"/t/nothing/", path[3:].encode()))
    assert Client().post(path).status_code == 404


def test_a_browser_that_has_signed_in_with_the_address_needs_no_code(sender: Customer) -> None:
    ticket = Ticket.objects.get()
    prove(device=ticket.device, address="alice@example.com", now=timezone.now())
    sender.get(sender.url)
    assert "This browser has already shown" in sender.text
    sender.post(f"/en/sent/{ticket.reference}/again/")
    assert Ticket.objects.get().state == State.NEW


def test_the_owner_of_the_accounts_address_is_told_and_can_say_that_it_was_not_them() -> None:
    sender = a_quick_sender(address="owner@example.com")
    sender.post(f"/en/sent/{ticket_of(sender).reference}/address/", {"contact_email": "thief@example.com"})
    letter = posted("not_yours").get()
    assert letter.address == "owner@example.com"
    link = link_in(letter, "/n/")
    owner = Customer()
    owner.get(link)
    assert Ticket.objects.get().disowned_at is None
    assert "thief@" not in owner.text
    owner.post(link)
    assert "The agents know" in owner.text
    ticket = Ticket.objects.get()
    assert ticket.disowned_at is not None
    assert ticket.state == State.UNCONFIRMED
    assert Event.objects.filter(verb=Verb.DISOWNED).count() == 1
    assert owner.get(link).status_code == 404
