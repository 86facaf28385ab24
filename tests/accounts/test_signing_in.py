"""A customer signs in by a code that comes by letter, sees where they are signed in, and ends it at once."""

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.core import mail
from django.db.models import F
from django.test import Client, RequestFactory
from django.utils import timezone

from accounts.limits import CODE_MINUTES, SIGN_IN_DAYS, UNUSED_DAYS
from accounts.models import Challenge, Person, Proof, SignIn
from accounts.proofs import has_proven
from accounts.purging import purge_what_is_over
from accounts.signed_in import person_of
from outbox.delivery import deliver
from outbox.models import Letter, LetterState
from tests.accounts.signing_in import ask_for_a_code, newest_code, sign_in
from tests.customer import Customer

pytestmark = pytest.mark.django_db

ADDRESS = "camille@example.com"


def code_in_the_letter() -> str:
    """What a person reads in the newest letter."""
    letter = Letter.objects.order_by("-created_at", "-id")[0]
    deliver(letter_id=letter.id)
    lines = [line.strip() for line in str(mail.outbox[-1].body).splitlines()]
    return next(line for line in lines if line.isdigit())


@pytest.mark.parametrize(("language", "heading"), [("en", "Your account"), ("fr", "Votre compte")])
def test_the_code_in_the_letter_signs_in_and_makes_the_account(language: str, heading: str) -> None:
    person = Customer(language)
    ask_for_a_code(person, ADDRESS)
    assert not Person.objects.exists()
    person.post(person.url, {"code": code_in_the_letter()})
    assert f"<h1>{heading}</h1>" in person.text
    assert ADDRESS in person.text
    assert Person.objects.get().address == ADDRESS


@pytest.mark.parametrize(
    "decorate", ["{0[0]}{0[1]}{0[2]} {0[3]}{0[4]}{0[5]}", " {0} \n", "{0[0]}-{0[1]}-{0[2]}{0[3]}{0[4]}{0[5]}"]
)
def test_a_code_may_be_pasted_with_spaces_and_dashes(decorate: str) -> None:
    person = Customer()
    ask_for_a_code(person, ADDRESS)
    person.post(person.url, {"code": decorate.format(newest_code())})
    assert person.url == "/en/account/"


@pytest.mark.parametrize("zero", ["０", "٠", "۰"])
def test_a_code_may_be_typed_in_other_digits(zero: str) -> None:
    person = Customer()
    ask_for_a_code(person, ADDRESS)
    person.post(person.url, {"code": "".join(chr(ord(zero) + int(each)) for each in newest_code())})
    assert person.url == "/en/account/"


def test_the_page_lets_a_phone_offer_the_code_and_asks_for_no_puzzle() -> None:
    person = Customer()
    ask_for_a_code(person, ADDRESS)
    assert 'autocomplete="one-time-code"' in person.text
    assert 'inputmode="numeric"' in person.text
    assert 'type="password"' not in person.text


def test_another_code_can_be_asked_for_and_only_the_newest_works() -> None:
    person = Customer()
    ask_for_a_code(person, ADDRESS)
    first = newest_code()
    person.post(person.url, {"another": "1"})
    assert Letter.objects.count() == 2
    second = newest_code()
    person.post(person.url, {"code": first})
    assert person.page.status_code == 422
    person.post(person.url, {"code": second})
    assert person.url == "/en/account/"


def test_one_address_is_one_account_in_any_case_and_a_tag_makes_another() -> None:
    for address in (ADDRESS, "Camille@Example.com", "camille+other@example.com"):
        sign_in(Customer(), address)
    assert sorted(Person.objects.values_list("address_key", flat=True)) == ["camille+other@example.com", ADDRESS]


def test_signing_in_makes_the_cookie_anew_and_ends_the_sign_in_that_was_there(settings: LazySettings) -> None:
    person = Customer()
    sign_in(person, ADDRESS)
    before = person.client.cookies[settings.CUSTOMER_COOKIE_NAME].value
    Challenge.objects.update(entered_at=None, tries=0)
    person.post("/en/sign-in/code/", {"code": newest_code()})
    after = person.client.cookies[settings.CUSTOMER_COOKIE_NAME].value
    assert before != after
    stolen = Client()
    stolen.cookies[settings.CUSTOMER_COOKIE_NAME] = before
    assert stolen.get("/en/account/").status_code == 302


def test_the_cookie_is_out_of_reach_for_scripts_and_other_sites(settings: LazySettings) -> None:
    settings.CUSTOMER_COOKIE_NAME, settings.CUSTOMER_COOKIE_SECURE = "__Host-customer", True
    person = Customer()
    sign_in(person, ADDRESS)
    cookie = person.client.cookies["__Host-customer"]
    assert (cookie["httponly"], cookie["samesite"], cookie["secure"], cookie["path"]) == (True, "Lax", True, "/")
    assert cookie["domain"] == ""


def test_the_rows_open_nothing_for_who_reads_them(settings: LazySettings) -> None:
    person = Customer()
    ask_for_a_code(person, ADDRESS)
    code = newest_code()
    person.post(person.url, {"code": code})
    key = person.client.cookies[settings.CUSTOMER_COOKIE_NAME].value
    rows = [*Challenge.objects.values(), *SignIn.objects.values(), *Proof.objects.values(), *Letter.objects.values()]
    texts = [str(value) for row in rows for value in row.values()]
    assert not [each for each in texts if key in each or each == code]


def test_its_owner_sees_every_sign_in_and_ends_another_browsers_at_once() -> None:
    phone, laptop = Customer(), Customer()
    sign_in(phone, ADDRESS)
    sign_in(laptop, ADDRESS)
    assert laptop.text.count("This browser") == 1
    assert laptop.text.count("Another browser") == 1
    other = SignIn.objects.order_by("created_at")[0]
    laptop.post(f"/en/account/end/{other.id}/")
    assert "Another browser" not in laptop.text
    assert phone.get("/en/account/").status_code == 200
    assert phone.url == "/en/sign-in/"
    # The browser that was thrown out has to prove the address again.
    assert not has_proven(device=other.device, address=ADDRESS, now=timezone.now())


def test_nobody_ends_or_sees_another_persons_sign_in() -> None:
    sign_in(Customer(), ADDRESS)
    theirs = SignIn.objects.get()
    stranger = Customer()
    sign_in(stranger, "sam@example.com")
    stranger.post(f"/en/account/end/{theirs.id}/")
    theirs.refresh_from_db()
    assert theirs.ended_at is None
    assert ADDRESS not in stranger.text


def test_signing_out_and_forgetting_this_device_both_end_it(settings: LazySettings) -> None:
    for address in ("/en/account/sign-out/", "/en/d/forget/"):
        person = Customer()
        sign_in(person, ADDRESS)
        person.post(address)
        assert settings.CUSTOMER_COOKIE_NAME not in {name for name, each in person.client.cookies.items() if each.value}
        assert SignIn.objects.filter(ended_at__isnull=True).count() == 0


@pytest.mark.parametrize("days", [{"last_used_at": UNUSED_DAYS}, {"created_at": SIGN_IN_DAYS}])
def test_a_sign_in_ends_by_itself(days: dict[str, int]) -> None:
    person = Customer()
    sign_in(person, ADDRESS)
    SignIn.objects.update(**{name: F(name) - timedelta(days=each) for name, each in days.items()})
    person.get("/en/account/")
    assert person.url == "/en/sign-in/"


def test_looking_at_a_page_seldom_writes_when_a_sign_in_was_used() -> None:
    person = Customer()
    sign_in(person, ADDRESS)
    before = SignIn.objects.get().last_used_at
    person.get("/en/account/")
    assert SignIn.objects.get().last_used_at == before
    SignIn.objects.update(last_used_at=before - timedelta(hours=1))
    person.get("/en/account/")
    assert SignIn.objects.get().last_used_at >= before


def test_pages_without_forms_set_no_cookie_and_are_the_same_for_who_is_signed_in() -> None:
    person = Customer()
    sign_in(person, ADDRESS)
    for path in ("/en/requests/", "/en/safety/", "/en/privacy/", "/fr/accessibility/"):
        guest = Client().get(path)
        assert not guest.cookies
        assert guest.content == person.client.get(path).content


def test_who_is_not_signed_in_costs_no_query(rf: RequestFactory, django_assert_num_queries: object) -> None:
    request = rf.get("/")
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert person_of(request=request) is None


def test_customers_are_never_among_the_agents_accounts_and_agents_are_no_customers() -> None:
    person = Customer()
    sign_in(person, ADDRESS)
    assert not User.objects.exists()
    assert person.client.get("/staff/").status_code == 302
    agent = Client()
    agent.force_login(User.objects.create_user("lea@example.com", is_staff=True))
    assert agent.get("/en/account/").status_code == 302


def test_a_letter_whose_code_is_used_or_too_old_is_not_sent_any_more() -> None:
    person = Customer()
    ask_for_a_code(person, ADDRESS)
    person.post(person.url, {"code": newest_code()})
    late = Customer()
    ask_for_a_code(late, "sam@example.com")
    Challenge.objects.filter(address="sam@example.com").update(
        expires_at=F("expires_at") - timedelta(minutes=CODE_MINUTES)
    )
    for letter in Letter.objects.all():
        deliver(letter_id=letter.id)
    assert set(Letter.objects.values_list("state", flat=True)) == {LetterState.STOPPED}
    assert mail.outbox == []


def test_what_is_over_is_erased_and_accounts_stay() -> None:
    sign_in(Customer(), ADDRESS)
    purge_what_is_over(now=timezone.now() + timedelta(days=100))
    assert not Challenge.objects.exists()
    assert not SignIn.objects.exists()
    assert not Proof.objects.exists()
    assert Person.objects.exists()


@pytest.mark.parametrize(
    "address", ["", "no address", '"buy pills"@example.com', "a@b", "camille@example.com, x@example.com"]
)
def test_what_is_no_address_is_shown_again_with_what_to_do(address: str) -> None:
    person = Customer()
    ask_for_a_code(person, address)
    assert person.page.status_code == 422
    assert "There is a problem" in person.text
    assert not Letter.objects.exists()


def test_stray_line_breaks_in_an_address_are_taken_out_and_reach_no_header() -> None:
    person = Customer()
    ask_for_a_code(person, "camille@example.com\r\nBcc: victim@example.com")
    assert person.page.status_code == 422
    ask_for_a_code(person, " mailto:camille@EXAMPLE.com\r\n")
    assert Letter.objects.get().address == ADDRESS
