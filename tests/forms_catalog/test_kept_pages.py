"""A page that is the same for everybody is rendered once, and yet holds only what belongs to who opens it."""

import gzip
import re
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.utils import timezone
from django.utils.html import escape

from attachments.tray_tokens import read_token
from calls import slots
from calls.opening import teams
from calls.words import zone_at
from forms_catalog import drafts
from forms_catalog.catalogue import catalogue
from forms_catalog.models import Draft
from forms_catalog.views import kept_pages
from operations.gapped import GappedText
from tests.customer import Customer
from tests.forms_catalog.answering import variants
from tests.forms_catalog.companies import as_entries, owner
from tests.forms_catalog.test_filing_a_request import a_photo, lose_a_phone
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def test_two_people_get_the_same_page_with_their_own_draft_and_token() -> None:
    one, other = Customer(), Customer()
    one.begin("lost-device")
    other.begin("lost-device")
    draft_of_one, draft_of_other = one.url.split("/")[3], other.url.split("/")[3]
    assert draft_of_one in one.text
    assert draft_of_one not in other.text
    assert draft_of_other in other.text
    for customer in (one, other):
        assert kept_pages.STAND_IN_DRAFT not in customer.text
        assert kept_pages.STAND_IN_TOKEN not in customer.text
    token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
    assert token.search(one.text) != token.search(other.text)
    assert token.sub("", one.text).replace(draft_of_one, "") == token.sub("", other.text).replace(draft_of_other, "")
    assert other.answer(device_state="lost").status_code == 200


def test_a_page_with_an_answer_or_a_mistake_shows_it_and_is_never_given_to_others() -> None:
    one, other = Customer(), Customer()
    one.begin("lost-device")
    first = one.url
    one.answer(device_state="stolen")
    one.get(first)
    assert re.search(r"<input[^>]* checked", one.text)
    other.begin("lost-device")
    assert not re.search(r"<input[^>]* checked", other.text)
    other.answer()
    assert 'role="alert"' in other.text
    third = Customer()
    third.begin("lost-device")
    assert 'role="alert"' not in third.text


def test_each_language_has_its_own() -> None:
    english, french = Customer("en"), Customer("fr")
    english.begin("lost-device")
    french.begin("lost-device")
    assert "What happened to your device?" in english.text
    assert "Qu’est-il arrivé à votre appareil" in french.text


ACCOUNT = "alice+one@example.com"
PERSONAL = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|/d/[0-9a-f-]{36}/')


def before(page: str, slug: str, language: str = "en", **answers: Any) -> Customer:
    """Somebody who has answered everything but this page, and opens it."""
    customer = Customer(language)
    customer.begin(slug)
    if "/sign-in/" in customer.text:
        sign_in(customer, f"alice{Draft.objects.count()}@example.com")
    steps = catalogue()[slug].steps
    given = {name: value for step in steps for name, value in variants(step)[0].items()} | answers
    for name in next(step for step in steps if step.slug == page).fields():
        del given[name]
    draft = Draft.objects.latest("created_at")
    drafts.save_answers(draft=draft, answers=given, now=timezone.now())
    customer.get(f"/{language}/d/{draft.id}/{page}/")
    assert customer.step == page, customer.url
    return customer


def kept_of(page: str) -> list[str]:
    """The kept pages of a question, as they are kept."""
    found = [text for kind, text in kept_pages._kept.items() if page in kind]
    return [b"".join(plain for _gap, plain in each._pieces).decode() for each in found]


def at_the_review(email: str, words: str) -> Customer:
    """Somebody who has answered everything about a lost phone and looks at it once more."""
    customer = Customer()
    customer.begin("lost-device")
    customer.answer(device_state="lost")
    customer.answer(device_type="phone")
    customer.answer(when=(timezone.now() - timedelta(days=1)).date().isoformat())
    customer.answer(had_on_it=["authenticator"])
    customer.answer(account_email=email)
    customer.answer(still_have_email="yes")
    customer.answer(master_key_set="unsure")
    customer.answer(sim_blocked="yes")
    customer.answer(description=words)
    customer.post(customer.url)
    assert customer.step == "check", customer.url
    return customer


def test_the_review_shows_ones_own_answers_and_nobody_elses() -> None:
    one = at_the_review(ACCOUNT, "My <b>phone</b> & my keys fell into the harbour.")
    other = at_the_review("bob@example.net", "answer-of-nobody(account_email) is what I typed here.")
    assert ACCOUNT in one.text
    assert "My &lt;b&gt;phone&lt;/b&gt; &amp; my keys fell into the harbour." in one.text
    assert "bob@example.net" in other.text
    assert "harbour" not in other.text
    assert ACCOUNT not in other.text
    assert "answer-of-nobody(account_email) is what I typed here." in other.text
    assert "of-nobody" not in one.text


def test_what_looks_odd_in_ones_own_answers_is_read_by_nobody_else() -> None:
    before = at_the_review(ACCOUNT, "It slipped out of my pocket on the tram.")
    odd = at_the_review("carol@gmial.com", "It slipped out of my pocket on the bus.")
    after = at_the_review("bob@example.net", "It slipped out of my pocket on the ferry.")
    assert "carol@gmail.com" in odd.text
    assert "gmail" not in before.text
    assert "gmail" not in after.text
    assert "If you mean" in odd.text
    assert "If you mean" not in after.text


def test_an_answer_suggested_to_one_person_is_suggested_to_nobody_else() -> None:
    kept_pages._kept.clear()
    for provider in ("posteo.example", "orange.example"):
        customer = Customer()
        customer.begin("no-emails")
        answers = {"which_mail": ["withdrawal"], "account_email": f"alice@{provider}", "still_have_email": "yes"}
        answers |= {"contact_email": "alice@example.org"}
        drafts.save_answers(draft=Draft.objects.latest("created_at"), answers=answers, now=timezone.now())
        customer.get(customer.url.replace("which-mail", "provider"))
        assert customer.step == "provider", customer.url
        assert f'value="{provider}"' in customer.text
    assert len(kept_of("provider")) == 1
    assert "posteo" not in kept_of("provider")[0]
    assert "orange" not in kept_of("provider")[0]


def test_a_suggested_answer_is_shown_in_the_readers_language() -> None:
    for language, country in (("en", "Belgium"), ("fr", "Belgique")):
        customer = before("document-country", "kyc-individual", language, country="BE")
        assert f'value="{country}"' in customer.text


def test_days_and_parts_of_the_day_are_those_of_ones_own_clocks() -> None:
    now = timezone.now()
    for zone in ("Europe/Paris", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Europe/Paris"):
        customer = before("times", "video-verification", time_zone=zone)
        days = re.findall(r'name="date_1" value="([^"]+)"', customer.text)
        assert days == [day.isoformat() for day in slots.offered(now=now, zone=zone, who=teams())], zone
        assert zone_at(now, zone=zone) in customer.text
    assert not [text for text in kept_of("times") if "Paris" in text or "Pago" in text]


def test_what_is_said_beside_a_day_is_said_of_ones_own_clocks() -> None:
    """The same days, and in all the same times, yet other hours on some of them: as on both sides of an ocean."""
    zones = ("Europe/Paris", "Europe/Moscow", "America/New_York", "America/Los_Angeles")

    def said(zone: str) -> list[str]:
        text = before("times", "video-verification", time_zone=zone).text
        return re.findall(r'name="date_1" value="[^"]+"[^>]*> <span>([^<]+)<', text)

    fresh = {}
    for zone in zones:
        kept_pages._kept.clear()
        fresh[zone] = said(zone)
        assert fresh[zone], zone
    kept_pages._kept.clear()
    assert {zone: said(zone) for zone in zones} == fresh


def test_what_follows_from_ones_owners_is_read_by_nobody_else() -> None:
    for name, other in (("Ada <b>Owner</b>", "Bea Holder"), ("Bea Holder", "Ada")):
        for page in ("rest", "result"):
            owners = as_entries(owner(name, "30"), owner("Nemo", "10"))
            customer = before(page, "kyc-business", owners=owners, company_name=f"{name} Ltd", exemption="none")
            assert escape(name) in customer.text
            assert other not in customer.text
    assert kept_of("rest")
    assert kept_of("result")
    assert not [text for page in ("rest", "result") for text in kept_of(page) if "Ada" in text or "Bea" in text]


def test_the_home_page_is_kept_and_shows_what_was_begun_to_that_browser_alone() -> None:
    kept_pages._kept.clear()
    begun = Customer()
    begun.begin("lost-device")
    for language, words in (("en", "What happened?"), ("fr", "Que s’est-il passé"), ("en", "What happened?")):
        other = Customer(language)
        other.get(f"/{language}/")
        assert words in other.text
        assert not other.client.cookies
        assert "Begun, not sent" not in other.text
        begun.get("/en/")
        assert "Begun, not sent" in begun.text
    assert len([kind for kind in kept_pages._kept if "home" in kind]) == 2


def test_the_kept_home_page_asks_the_database_nothing(django_assert_num_queries: Any) -> None:
    Customer().get("/en/")
    with django_assert_num_queries(0):
        Customer().get("/en/")


def test_a_kept_review_is_letter_for_letter_the_one_that_is_rendered_anew() -> None:
    customer = at_the_review(ACCOUNT, "It slipped out of my pocket on the tram.")
    kept = customer.text
    customer.client.cookies[settings.SESSION_COOKIE_NAME] = "somebody-with-a-session"
    customer.get(customer.url)
    assert PERSONAL.sub("", customer.text) == PERSONAL.sub("", kept)


def test_a_page_for_somebody_with_a_session_is_not_kept_for_others() -> None:
    kept_pages._kept.clear()
    agent = Customer()
    agent.client.cookies[settings.SESSION_COOKIE_NAME] = "somebody-with-a-session"
    agent.begin("lost-device")
    assert "What happened to your device?" in agent.text
    assert not kept_pages._kept


def test_what_is_kept_stays_bounded() -> None:
    kept_pages._kept.clear()
    kept_pages._kept.update({(number,): GappedText("", gaps=["x"]) for number in range(kept_pages.MOST_KEPT)})
    Customer().begin("lost-device")
    assert len(kept_pages._kept) == 1


def test_a_browser_that_takes_compressed_pages_gets_the_same_page() -> None:
    customer = Customer()
    customer.begin("lost-device")
    packed = customer.client.get(customer.url, headers={"Accept-Encoding": "gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert PERSONAL.sub("", gzip.decompress(packed.content).decode()) == PERSONAL.sub("", customer.text)


def with_a_document(name: str) -> Customer:
    """Somebody who lost a phone and looks at the documents page with one file on it."""
    customer = Customer()
    lose_a_phone(customer)
    assert customer.add((name, a_photo("navy"))).status_code == 200
    customer.get(customer.url.removesuffix("add/"))
    return customer


def test_the_documents_page_shows_ones_own_files_and_sends_to_ones_own_tray_only() -> None:
    kept_pages._kept.clear()
    one, other = with_a_document("<b>my passport.jpg"), with_a_document("receipt.jpg")
    assert [kind for kind in kept_pages._kept if kind[0] == "files"]
    assert "&lt;b&gt;my passport.jpg" in one.text
    assert "passport.jpg" not in other.text
    assert "receipt.jpg" in other.text
    tokens = [re.findall(r'data-upload-url="/uploads/([^"/]+)/"', each.text) for each in (one, other)]
    trays = [read_token(token=token) for (token,) in tokens]
    drafts_of = [str(Draft.objects.get(tray=tray.tray_id).id) for tray in trays if tray]
    assert [draft in each.text for draft in drafts_of for each in (one, other)] == [True, False, False, True]
    assert "of-nobody" not in one.text + other.text


def test_a_kept_documents_page_is_letter_for_letter_the_one_that_is_rendered_anew() -> None:
    customer = with_a_document("passport.jpg")
    customer.get(customer.url)
    kept = customer.text
    customer.get(customer.url + "?anew")
    assert PERSONAL.sub("", customer.text.replace("?anew", "")) == PERSONAL.sub("", kept)


def test_a_documents_page_that_has_something_to_say_to_one_person_is_kept_for_nobody() -> None:
    kept_pages._kept.clear()
    customer = Customer()
    lose_a_phone(customer)
    kept_pages._kept.clear()
    assert customer.add().status_code == 422
    assert "Choose a file first" in customer.text
    assert not kept_pages._kept
