"""An agent sees who owns a company: reckoned again from the answers, with what is worth a second look."""

import html
import re
from typing import Any

import pytest
from django.test import Client

from forms_catalog.answers import snapshot
from forms_catalog.catalogue import catalogue
from tests.agent_desk.conftest import SENT, good, url_of
from tests.agent_desk.test_briefing import in_french
from tests.factories import a_ticket
from tests.forms_catalog.companies import as_entries, owner
from tickets.models import Ticket

OWNERS = as_entries(
    owner("Ana Núñez", "4"),
    owner(
        "Holding Lumière",
        "42",
        owner("NUNEZ Ana", "50"),
        owner("x", "50", kind="company", note="Bought by its daughter."),
    ),
    owner("Ben Test", "24.99"),
    owner("Little SARL", "10", kind="company"),
    owner("Trust of R", "5", {"name": "T", "kind": "member", "trust_roles": ["trustee"], "owners": ()})
    | {"kind": "trust"},
)
CONTROL = [{"id": "cccccc", "kind": "person", "name": "Cleo", "born": "1970-01-01", "country": "FR"}]


def a_company(**answers: Any) -> Ticket:
    """A request about the company X."""
    given = {"company_name": "X", "company_country": "FR", "owners": OWNERS, "control": CONTROL} | answers
    steps = [each for each in catalogue()["kyc-business"].steps if set(each.fields()) & {"owners"}]
    form = {"title": {"en": "Company", "fr": "Société"}, "questions": snapshot(steps=steps)}
    return a_ticket(now=SENT, request_type="kyc-business", form=form, answers=given)


def text_of(client: Client, ticket: Ticket) -> str:
    """The ticket page without its markup, spaces that do not break as plain ones."""
    page = good(client.get(url_of(ticket))).content.decode()
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", page)).replace("\u202f", " "))


def test_the_agent_sees_what_each_person_holds_in_the_end(at_work: Client) -> None:
    text = text_of(at_work, a_company())
    assert "Who owns X" in text
    assert "Ana Núñez / NUNEZ Ana Owner 1 March 1980 25% 25% 25%" in text
    assert "Ben Test 1 March 1980 24.99% 24.99% 24.99%" in text
    assert "50% of shares, equity and votes → in the end 25% of shares, equity and votes" in text


@pytest.mark.parametrize(
    "flag",
    [
        "Ben Test is just below the threshold: 24.99% of shares, equity and votes.",
        "Ana Núñez / NUNEZ Ana stands in 2 places and was added up",
        "x appears as an owner of itself; the figures leave this out. The customer: “Bought by its daughter.”",
        "The owners of Little SARL were not named: 10% of shares, equity and votes.",
        "In X 14.01% belong to nobody who was named.",
        "Of the trust Trust of R nobody was named as: Settlor: gave what the trust holds, Beneficiary.",
        "The person in control is none of the owners.",
    ],
)
def test_the_agent_is_told_what_is_odd(at_work: Client, flag: str) -> None:
    assert flag in text_of(at_work, a_company())


def test_the_agent_is_told_who_is_one_person_in_several_lists_however_spelled(at_work: Client) -> None:
    people = [{"id": "bbbbbb", "kind": "person", "name": "Test, Ben", "born": "1980-03-01", "roles": ["director"]}]
    control = [{"id": "cccccc", "kind": "person", "name": "BEN TEST", "born": "1980-03-01"}]
    text = text_of(at_work, a_company(people=people, control=control))
    assert (
        "Test, Ben / Ben Test / BEN TEST is one person by name and birth date: "
        "acts for the company, owns a part, has control." in text
    )
    assert "none of the owners" not in text


def test_the_agent_is_told_of_one_name_with_two_birth_dates(at_work: Client) -> None:
    control = [{"id": "cccccc", "kind": "person", "name": "Ben Test", "born": "1980-03-02"}]
    text = text_of(at_work, a_company(control=control))
    assert "Ben Test is named with different birth dates: 1 March 1980, 2 March 1980." in text
    assert "The person in control is none of the owners." in text


def test_the_agent_reads_it_in_french(at_work: Client) -> None:
    text = text_of(in_french(at_work), a_company())
    assert "Ben Test est juste sous le seuil : 24,99 % des parts, du capital et des votes." in text.replace(
        "\u00a0", " "
    )
    assert "2.1. NUNEZ Ana (Une personne)" in text


def test_the_figures_follow_the_threshold_of_today(at_work: Client, settings: Any) -> None:
    settings.OWNERSHIP_THRESHOLD_PERCENT = 10
    assert "Ben Test Owner" in text_of(at_work, a_company())


def test_a_request_without_owners_shows_none(at_work: Client) -> None:
    assert "Who owns" not in text_of(at_work, a_company(owners=[]))
    assert "Who owns" not in text_of(at_work, a_ticket(now=SENT))
