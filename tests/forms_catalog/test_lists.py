"""A list is filled entry by entry, without scripts, and nothing of it is lost, mixed up or taken unseen."""

import html
import re
from typing import Any

import pytest
from django import forms
from django.utils import timezone

from forms_catalog import listing
from forms_catalog.catalogue import catalogue
from forms_catalog.fields import Entries
from forms_catalog.journey import Journey
from forms_catalog.listing import NoRoom, as_it_stands, put_entry
from forms_catalog.models import Draft
from forms_catalog.views import kept_pages
from tests.customer import Customer
from tests.forms_catalog.answering import ALICE, LISTS, variants
from tests.forms_catalog.opening import open_request
from tests.forms_catalog.test_bad_input import NAUGHTY
from tickets.models import Ticket

pytestmark = pytest.mark.django_db

TYPE = "kyc-business"
STEPS = {step.slug: step for step in catalogue()[TYPE].steps}


def list_of(step: str) -> Entries:
    """The list on a page."""
    field = STEPS[step].fields()[step]
    assert isinstance(field, Entries)
    return field


OWNERS = list_of("owners")
BOB = {"name": "Bob Example", "born": "1975-05-05", "country": "Belgium", "shares": "40"}
HOLDING = {"name": "Holding SA", "country": "France", "shares": "60"}


def at(page: str, language: str = "en") -> Customer:
    """Somebody who has answered as usual up to a page; to be quick, their answers are put into the draft."""
    customer = Customer(language)
    open_request(customer, catalogue()[TYPE])
    slugs = [*STEPS, "check"]
    given: dict[str, Any] = {}
    for slug in slugs[: slugs.index(page)]:
        given |= variants(STEPS[slug])[0]
    given |= {"exemption": "none"} if "exemption" in given else {}
    journey = Journey(request_type=catalogue()[TYPE], answers=given, now=timezone.now(), device="this-browser")
    draft = Draft.objects.latest("created_at")
    draft.answers = {**draft.answers, **journey.walk().answers}
    draft.save(update_fields=["answers"])
    customer.get(re.sub(r"[^/]+/$", f"{page}/", customer.url))
    assert customer.step == page
    return customer


def add(customer: Customer, kind: str, entry: dict[str, Any], under: str = "") -> str:
    """Add an entry by the links of the page, as people do. Out: its id."""
    here = customer.url
    customer.get(f"{here}add/?under={under}" if under else f"{here}add/")
    way = re.search(rf'href="([^"]*/{kind}/[0-9a-f-]+/)"', customer.text)
    if way:
        customer.get(way.group(1))
    entry_id = customer.step
    customer.answer(**entry)
    assert customer.url == here, customer.text
    return entry_id


def names(customer: Customer) -> list[str]:
    """The names on the list of the present page."""
    return [html.unescape(each) for each in re.findall(r'<p class="name">([^<]+)<', customer.text)]


def the_entries(name: str = "owners") -> list[dict[str, Any]]:
    """The entries of the one draft as they stand."""
    return as_it_stands(answers=Draft.objects.get().answers, name=name)


def test_an_entry_is_added_changed_and_removed_by_links_and_buttons_alone() -> None:
    customer = at("owners")
    here = customer.url
    holding = add(customer, "company", HOLDING)
    add(customer, "person", BOB)
    inside = add(customer, "person", {**BOB, "name": "Carl", "shares": "100"}, under=holding)
    assert inside.startswith(f"{holding}-")
    assert names(customer) == ["Holding SA", "Carl", "Bob Example"]
    assert "100% of shares, equity and votes" in customer.text
    customer.get(f"{here}company/{holding}/")
    assert 'value="Holding SA"' in customer.text
    customer.answer(**(HOLDING | {"name": "Holding SARL"}))
    assert names(customer) == ["Holding SARL", "Carl", "Bob Example"]
    customer.get(f"{here}{holding}/remove/")
    assert "Carl" in customer.text
    assert len(the_entries()) == 3
    customer.post(customer.url)
    assert customer.url == here
    assert names(customer) == ["Bob Example"]


def test_whose_part_an_entry_asks_for_is_in_sight_also_when_it_is_refused() -> None:
    customer = at("owners")
    here = customer.url
    holding = add(customer, "company", HOLDING)
    customer.get(f"{here}person/{holding}-aaaaaa/")
    assert "Add an owner of Holding SA" in customer.text
    customer.post(customer.url, {})
    assert customer.page.status_code == 422
    assert "Add an owner of Holding SA" in customer.text


def test_the_page_about_the_rest_names_the_companies_that_have_one() -> None:
    customer = at("owners")
    here = customer.url
    holding = add(customer, "company", HOLDING | {"shares": "100"})
    add(customer, "person", BOB, under=holding)
    customer.post(here)
    assert customer.step == "rest"
    assert "Not all parts are named yet of: Holding SA." in customer.text


def test_a_list_is_an_answer_only_after_continue() -> None:
    customer = at("people")
    here = customer.url
    customer.post(f"{here}person/aaaaaa/", LISTS["people"][0])
    customer.get(here.replace("/people/", "/owners/"))
    assert customer.url == here
    customer.get(f"/en/requests/{TYPE}/")
    assert f'href="{here}"' in customer.text
    customer.post(here)
    assert customer.step == "owners"
    customer.get(f"{here}person/bbbbbb/")
    customer.answer(**(LISTS["people"][0] | {"name": "Bob", "roles": "director"}))
    customer.get(here.replace("/people/", "/owners/"))
    assert customer.url == here


def test_what_hangs_on_a_list_is_asked_again_when_it_changes() -> None:
    customer = at("check")
    review = customer.url
    customer.get(review.replace("/check/", "/owners/"))
    customer.post(f"{customer.url}person/bbbbbb/", ALICE | {"shares": "20"})
    customer.post(customer.url)
    assert customer.step == "result"
    customer.answer(result="right")
    assert customer.url == review


def test_the_first_button_pressed_twice_adds_one_entry() -> None:
    customer = at("owners")
    here = customer.url
    for _press in range(2):
        customer.post(f"{here}person/abcdef/", BOB)
    assert len(the_entries()) == 1


def test_two_tabs_that_add_to_one_list_lose_nothing() -> None:
    customer = at("owners")
    draft = Draft.objects.get()
    one, other = (Draft.objects.get(id=draft.id) for _tab in range(2))
    for number, tab in enumerate((one, other)):
        entry = {"id": f"00000{number}", "kind": "person", **BOB}
        put_entry(draft=tab, name="owners", field=OWNERS, entry=entry, now=timezone.now(), also={})
    customer.get(customer.url)
    assert len(names(customer)) == 2


@pytest.mark.parametrize(
    "path",
    [
        "person/zzzzzz/",
        "person/abc/",
        "member/abcdef/",
        "person/abcdef-abcdef/",
        "person/abcdef--/",
        "add/?under=abcdef",
    ],
)
def test_an_entry_that_has_no_place_leads_back_to_the_list(path: str) -> None:
    customer = at("owners")
    here = customer.url
    customer.get(f"{here}{path}")
    assert customer.url == here
    customer.post(f"{here}{path}".partition("?")[0], BOB)
    assert the_entries() == []


def test_a_kind_that_does_not_exist_is_not_found() -> None:
    customer = at("owners")
    assert customer.get(f"{customer.url}ghost/abcdef/").status_code == 404


def test_nothing_stands_under_a_person_and_a_trust_holds_only_its_people() -> None:
    customer = at("owners")
    here = customer.url
    person = add(customer, "person", BOB)
    trust = add(customer, "trust", {"name": "T", "country": "France", "shares": "10"})
    for path in (f"person/{person}-aaaaaa/", f"company/{trust}-aaaaaa/"):
        customer.post(f"{here}{path}", HOLDING | BOB)
    assert len(the_entries()) == 2
    customer.post(f"{here}member/{trust}-aaaaaa/", BOB | {"trust_roles": ["trustee"]})
    assert len(the_entries()) == 3


def test_a_full_list_takes_no_more_and_says_so() -> None:
    customer = at("owners")
    here, draft = customer.url, Draft.objects.get()
    full = [{"id": f"{number:06x}", "kind": "person", **BOB, "country": "BE"} for number in range(OWNERS.most)]
    draft.answers = {**draft.answers, "_owners": full}
    draft.save(update_fields=["answers"])
    customer.get(here)
    assert "The list is full." in customer.text
    customer.get(f"{here}add/")
    assert customer.url == here
    customer.post(f"{here}person/ffffff/", BOB)
    assert len(the_entries()) == OWNERS.most
    entry = {"id": "ffffff", "kind": "person", **BOB}
    with pytest.raises(NoRoom):
        put_entry(draft=draft, name="owners", field=OWNERS, entry=entry, now=timezone.now(), also={})


def test_an_error_of_the_list_leads_to_the_entry_it_is_about() -> None:
    customer = at("owners")
    holding = add(customer, "company", HOLDING)
    assert customer.post(customer.url).status_code == 422
    assert f'<a href="#entry_{holding}">Add the owners of Holding SA: it holds 25% or more</a>' in customer.text
    assert f'id="entry_{holding}"' in customer.text


def test_a_company_that_owns_itself_is_refused_on_its_page_and_taken_with_an_explanation() -> None:
    customer = at("owners")
    here = customer.url
    holding = add(customer, "company", HOLDING)
    own = {"name": Draft.objects.get().answers["company_name"], "country": "Belgium", "shares": "100"}
    customer.post(f"{here}company/{holding}-aaaaaa/", own)
    assert customer.page.status_code == 422
    assert "it appears as an owner of itself" in customer.text
    assert 'href="#id_note"' in customer.text
    customer.post(f"{here}company/{holding}-aaaaaa/", own | {"note": "It was bought by its own daughter."})
    assert customer.url == here
    customer.post(here)
    assert customer.step == "rest"


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_entry_that_is_not_good_yet_keeps_what_was_typed_in_either_language(language: str) -> None:
    customer = at("owners", language)
    here, other = customer.url, {"en": "fr", "fr": "en"}[language]
    customer.post(f"{here}person/abcdef/", {"name": "Bob", "shares": "200"})
    assert customer.page.status_code == 422
    assert 'value="200"' in customer.text
    customer.post(f"{here}person/abcdef/", {"name": "Bob", "shares": "200", "to_language": other})
    assert f'<html lang="{other}"' in customer.text
    assert 'value="200"' in customer.text
    assert the_entries() == []
    customer.post(f"{here}person/abcdef/", BOB | {"to_language": other})
    assert customer.url == f"{here}person/abcdef/".replace(f"/{language}/", f"/{other}/")
    assert [each["name"] for each in the_entries()] == ["Bob Example"]


def test_the_page_of_the_list_in_the_other_language_keeps_its_entries() -> None:
    customer = at("owners")
    add(customer, "company", HOLDING)
    customer.post(customer.url, {"to_language": "fr"})
    assert names(customer) == ["Holding SA"]


def test_a_secret_in_an_entry_is_refused_and_kept_nowhere() -> None:
    customer = at("owners")
    here = customer.url
    for text in ("abandon " * 11 + "about", "my password is Hunter2-and-more", "123-45-6789"):
        customer.post(f"{here}company/abcdef/", HOLDING | {"note": text})
        assert customer.page.status_code == 422, text
        customer.post(f"{here}company/abcdef/", HOLDING | {"name": text})
        assert customer.page.status_code == 422, text
    assert the_entries() == []


@pytest.mark.parametrize(
    ("step", "kind"),
    [(step, kind) for step in ("people", "owners", "control") for kind in list_of(step).kinds],
)
def test_any_field_of_an_entry_takes_naughty_strings_or_refuses_them_in_a_sentence(step: str, kind: str) -> None:
    for asked in list_of(step).kinds[kind].asked.values():
        for text in NAUGHTY:
            assert all(sentences(asked, text))


def sentences(asked: forms.Field, text: str) -> list[str]:
    """What a field says to a text; nothing when it takes it."""
    try:
        asked.clean(text)
    except forms.ValidationError as refused:
        return refused.messages
    return []


@pytest.mark.parametrize("text", ["", "x" * 20_000, "\x00\x01", "<script>alert(1)</script>", "9" * 400, "NaN"])
def test_a_page_of_an_entry_full_of_naughty_strings_is_answered_with_a_page(text: str) -> None:
    customer = at("owners")
    here = customer.url
    for kind in ("person", "company"):
        customer.post(f"{here}{kind}/abcdef/", dict.fromkeys(OWNERS.kinds[kind].asked, text))
        assert customer.page.status_code == 422
        assert 'role="alert"' in customer.text
    assert the_entries() == []


def test_entries_that_are_posted_to_the_list_itself_are_not_taken() -> None:
    customer = at("owners")
    customer.post(customer.url, {"owners": '[{"id": "abcdef"}]', "_owners": "x", "people": "x"})
    assert Draft.objects.get().answers["owners"] == []


def test_nobody_else_s_browser_opens_an_entry() -> None:
    customer = at("owners")
    entry = add(customer, "person", BOB)
    stranger = Customer()
    for path in (f"person/{entry}/", f"{entry}/remove/", "add/"):
        page = stranger.get(f"{customer.url}{path}")
        assert page.status_code == 404
        assert "Bob" not in stranger.text
    assert len(the_entries()) == 1


def test_the_empty_page_of_an_entry_is_kept_without_anybody_s_ids() -> None:
    kept_pages._kept.clear()
    one, other = at("owners"), at("owners")
    one.get(f"{one.url}person/111111/")
    assert 'action="' in one.text
    other.get(f"{other.url}person/222222/")
    assert "111111" not in other.text
    assert f'action="{other.url}"' in other.text
    assert f'href="{other.url.replace("/en/", "/fr/")}"' in other.text


def test_before_a_list_is_open_its_pages_lead_to_the_question_that_is_next() -> None:
    customer = at("company")
    first = customer.url
    for path in ("person/abcdef/", "abcdef/remove/", "add/"):
        customer.get(first.replace("/company/", f"/owners/{path}"))
        assert customer.url == first
    customer.get(f"{first}person/abcdef/")
    assert customer.url == first


@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "en",
            (
                "1. Alice Example (A person)\nDate of birth: 1 March 1980\nCountry of residence: France",
                "1/3 (about 33.333333%)",
            ),
        ),
        ("fr", ("1. Alice Example (Une personne)\nDate de naissance : 1er mars 1980", "1/3 (environ 33,333333 %)")),
    ],
)
def test_review_and_ticket_tell_every_entry_in_words(language: str, lines: tuple[str, ...]) -> None:
    customer = at("check", language)
    text = re.sub("[\u00a0\u202f]", " ", html.unescape(customer.text))
    for line in lines:
        assert line in text
    customer.post(customer.url.replace("/check/", "/send/"))
    ticket = Ticket.objects.get()
    assert [each["name"] for each in ticket.answers["owners"]] == ["Alice Example"]
    assert ticket.answers["owners"][0]["country"] == "FR"
    assert ticket.tags.filter(name="kyc:business").exists()
    assert ticket.files.count() == 0


def test_an_entry_that_would_not_be_taken_any_more_stops_send() -> None:
    customer = at("check")
    draft = Draft.objects.get()
    draft.answers["owners"][0]["shares"] = "NaN"
    draft.save(update_fields=["answers"])
    customer.post(customer.url.replace("/check/", "/send/"))
    assert customer.step == "owners"
    assert Ticket.objects.count() == 0


def test_ids_are_of_their_own_place() -> None:
    assert listing.new_id(under="abcdef").startswith("abcdef-")
    assert re.fullmatch("[0-9a-f]{6}", listing.new_id(under=""))
