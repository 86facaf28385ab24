"""Whoever writes to “Something else” is shown the request that fits better, in red when it cannot wait; nothing blocks."""

import pytest

from forms_catalog.catalogue import catalogue
from forms_catalog.offering import better_requests
from tests.customer import Customer
from tests.forms_catalog.answering import variants
from tickets.models import Ticket

pytestmark = pytest.mark.django_db


def offered(*texts: str) -> list[tuple[str, bool]]:
    """What is offered for a subject and a text."""
    subject, description = (*texts, "")[:2]
    found = better_requests(
        request_type=catalogue()["general"], answers={"subject": subject, "description": description}
    )
    return [(each.request_type.slug, each.alarming) for each in found]


@pytest.mark.parametrize(
    ("text", "slug", "alarming"),
    [
        ("My account was hacked last night.", "suspicious-activity", True),
        (
            "Hello. I am writing about my account. There is a withdrawal I did not make. Thank you.",
            "suspicious-activity",
            True,
        ),
        ("Bonjour, on m’a volé mes bitcoins hier soir.", "suspicious-activity", True),
        ("Mon compte a été piraté", "suspicious-activity", True),
        ("Somebody stole my phone on the train.", "lost-device", True),
        ("I forgot my password and the reset link expired.", "password-reset", False),
        ("Mon application d’authentification a été supprimée.", "2fa-unavailable", False),
    ],
)
def test_the_words_lead_to_the_request_that_fits(text: str, slug: str, alarming: bool) -> None:
    assert offered("A question", text)[0] == (slug, alarming)


def test_ordinary_questions_and_other_requests_are_left_alone() -> None:
    assert offered("Opening hours", "On which days is your office in Dublin open?") == []
    assert offered("A question", "Do you have an app for my tablet?") == []
    answers = {"description": "My account was hacked"}
    assert better_requests(request_type=catalogue()["complaint"], answers=answers) == []


@pytest.mark.parametrize(
    "text", ["Which email address do you store?", "What is a settings lock?", "My account is not hacked."]
)
def test_nothing_is_called_urgent_that_tells_of_no_harm(text: str) -> None:
    assert not any(alarming for _slug, alarming in offered("A question", text))


def a_hacked_customer() -> Customer:
    """Somebody who chose the wrong form."""
    customer = Customer()
    customer.begin("general")
    customer.answer(topic="security")
    customer.answer(subject="My account was hacked")
    customer.answer(description="Somebody withdrew my bitcoin this morning, please help me.")
    customer.answer(contact_email="nia@example.com")
    customer.post(customer.url)
    assert customer.step == "check"
    return customer


def test_the_offer_takes_answers_along() -> None:
    customer = a_hacked_customer()
    assert "This sounds urgent" in customer.text
    customer.post(customer.url.replace("/check/", "/move/"), {"to": "suspicious-activity"})
    assert "These questions fit better. Your answers and files came along." in customer.text
    first = catalogue()["suspicious-activity"].steps[0]
    assert customer.step == first.slug
    for _page in range(20):
        step = next((each for each in catalogue()["suspicious-activity"].steps if each.slug == customer.step), None)
        if step is None:
            break
        assert "description" not in step.fields(), "asked a second time"
        assert "contact_email" not in step.fields(), "asked a second time"
        customer.answer(**variants(step)[0])
    assert customer.step in {"files", "check"}


def test_the_offer_blocks_nothing_and_leads_nowhere_else() -> None:
    customer = a_hacked_customer()
    customer.post(customer.url.replace("/check/", "/move/"), {"to": "complaint"})
    assert customer.step == "check"
    customer.post(customer.url.replace("/check/", "/send/"))
    assert Ticket.objects.get().request_type == "general"


def test_the_results_page_offers_self_help_and_something_else() -> None:
    customer = Customer()
    customer.get("/en/search/?q=authenticator+codes+refused")
    assert "/en/requests/2fa-unavailable/try/" in customer.text
    assert "/en/requests/general/" in customer.text
    customer.get("/fr/search/?q=zzzzz")
    assert "/fr/requests/general/" in customer.text
