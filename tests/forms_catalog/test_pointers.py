"""Pages for what customers do by themselves: found like requests, listed as none, with ways on that carry what is clear."""

import re
from dataclasses import replace

import pytest

from forms_catalog.catalogue import catalogue, in_every_language, pointers
from forms_catalog.catalogue_checks import problems_of_pointers
from forms_catalog.pointer import Way
from forms_catalog.search import find_requests
from tests.customer import Customer
from tickets.models import Ticket
from tickets.states import Priority


def test_pointers_are_no_requests() -> None:
    assert set(pointers()) == {"email-change", "fees-or-general-account", "reaching-us"}
    assert not set(pointers()) & set(catalogue())
    assert problems_of_pointers(pointers(), catalogue()) == []


@pytest.mark.parametrize(
    ("way", "problem"),
    [
        (Way(to="nowhere", label=pointers()["email-change"].title), "way to nowhere: there is no such type"),
        (
            Way(to="access-follow-up", label=pointers()["email-change"].title),
            "way to access-follow-up: the person may not be able to open it",
        ),
        (
            Way(to="general", label=pointers()["email-change"].title, gives={"topic": "weather"}),
            "way to general: it has no answer weather to topic",
        ),
    ],
)
def test_a_way_that_leads_nowhere_is_named(way: Way, problem: str) -> None:
    broken = replace(pointers()["email-change"], ways=(way,))
    assert problems_of_pointers({"email-change": broken}, catalogue()) == [f"email-change: {problem}"]


def test_a_pointer_in_one_language_or_without_a_way_on_is_named() -> None:
    broken = replace(pointers()["email-change"], title="Only English", ways=())
    assert problems_of_pointers({"email-change": broken}, catalogue()) == [
        "email-change: title: “Only English” is not translated",
        "email-change: no way leads on for whoever is not helped",
    ]


@pytest.mark.parametrize("slug", pointers())
def test_a_pointer_is_found_by_its_title_and_stands_in_the_list(slug: str) -> None:
    for language, title in in_every_language(pointers()[slug].title).items():
        found = find_requests(phrase=title)
        assert (found[0].slug, found[0].kind) == (slug, "pointer")
        customer = Customer(language)
        for page in (f"/{language}/search/?q={title}", f"/{language}/requests/"):
            customer.get(page)
            assert f'href="/{language}/requests/{slug}/"' in customer.text, page


@pytest.mark.parametrize(
    "phrase",
    [
        "change my email",
        "changer mon adresse mail",
        "new email adress",
        "je veux modifier mon e-mail",
        "use another email",
    ],
)
def test_who_wants_another_email_address_is_shown_how(phrase: str) -> None:
    assert "email-change" in [each.slug for each in find_requests(phrase=phrase)[:3]]


def test_a_changed_email_is_among_the_details_that_people_change() -> None:
    customer = Customer()
    customer.get("/en/requests/details/which/")
    for slug in ("name-change", "address-change", "phone-change", "email-change"):
        assert f"/en/requests/{slug}/" in customer.text


@pytest.mark.django_db
def test_who_still_needs_help_goes_on_with_the_topic_answered() -> None:
    customer = Customer()
    customer.get("/en/requests/fees-or-general-account/")
    customer.post("/en/requests/general/begin/", {"from": "fees-or-general-account"})
    assert customer.step == "subject"
    customer.answer(subject="Fee of a withdrawal")
    customer.answer(description="I do not understand the fee of my last withdrawal.")
    customer.answer(contact_email="nia@example.com")
    customer.post(customer.url)
    customer.post(customer.url.replace("/check/", "/send/"))
    ticket = Ticket.objects.get()
    assert (ticket.queue, ticket.priority, ticket.answers["topic"]) == ("general", Priority.LOW, "fees")
    assert "topic:fees" in ticket.tags.values_list("name", flat=True)


@pytest.mark.django_db
@pytest.mark.parametrize("origin", ["", "nowhere", "email-change"])
def test_only_a_way_that_a_page_really_has_answers_anything(origin: str) -> None:
    customer = Customer()
    customer.get("/en/requests/general/")
    customer.post("/en/requests/general/begin/", {"from": origin})
    assert customer.step == "topic"


def test_the_page_asks_for_nothing_and_leads_to_what_helps() -> None:
    customer = Customer("fr")
    customer.get("/fr/requests/email-change/")
    assert 'href="/fr/requests/lost-email-access/"' in customer.text
    boxes = re.findall(r'<(?:input|textarea|select)[^>]*name="([^"]+)"', customer.text.split("<main", 1)[1])
    assert set(boxes) == {"csrfmiddlewaretoken"}
