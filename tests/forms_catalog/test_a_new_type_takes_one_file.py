"""A new request type is one new file and its translations: address, pages, ticket and search follow (DESIGN law 4)."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from forms_catalog import catalogue as catalogue_module
from forms_catalog import requests, search, versions
from forms_catalog.catalogue import catalogue, described
from tests.customer import Customer
from tickets.models import Ticket

PROJECT = Path(__file__).resolve().parents[2]
GUIDE = PROJECT / "docs" / "writing-a-request.md"

pytestmark = pytest.mark.django_db


@pytest.fixture
def toy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The file that docs/writing-a-request.md shows, letter for letter, in a folder beside the real ones."""
    source = re.search(r"```python\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    assert source
    file = tmp_path / "lost_umbrella.py"
    file.write_text(source.group(1), encoding="utf-8")
    monkeypatch.setattr(requests, "__path__", [*requests.__path__, str(tmp_path)])
    forget()
    yield file
    monkeypatch.undo()
    forget()


def forget() -> None:
    """Let the catalogue be found again."""
    catalogue_module.catalogue.cache_clear()
    versions.version.cache_clear()
    search.forget_index()


def test_the_guides_file_is_a_whole_request_type(toy: Path) -> None:
    assert len(toy.read_text(encoding="utf-8").splitlines()) <= 120
    told = described(catalogue()["lost-umbrella"])
    assert [step["step"] for step in told["steps"]] == ["colour", "account-email", "details"]
    assert (told["queue"], told["base_priority"]) == ("general", "P4")


def test_it_is_in_the_list_and_in_the_search(toy: Path) -> None:
    customer = Customer()
    for address in ("/en/requests/", "/en/search/?q=umbrela"):
        customer.get(address)
        assert "/en/requests/lost-umbrella/" in customer.text, address


def test_it_ends_as_a_ticket_and_its_ending_ends_without_one(toy: Path) -> None:
    customer = Customer()
    customer.begin("lost-umbrella")
    customer.answer(colour="black")
    assert customer.step == "end-black"
    assert not Ticket.objects.exists()
    customer.get(customer.url.replace("end-black", "colour"))
    customer.answer(colour="red")
    customer.answer(account_email="nia@example.com")
    customer.answer(description="It stayed in the cloakroom on Monday.")
    assert customer.step == "files"
    customer.post(customer.url)
    customer.post(customer.url.replace("/check/", "/send/"))
    ticket = Ticket.objects.get()
    assert (ticket.request_type, ticket.queue, ticket.priority) == ("lost-umbrella", "general", 4)
    assert ticket.form["title"]["en"] == "Lost umbrella"


def test_without_the_file_the_type_is_gone() -> None:
    customer = Customer()
    assert customer.get("/en/requests/lost-umbrella/").status_code == 404


def test_a_ticket_stays_readable_when_its_type_is_gone(toy: Path) -> None:
    customer = Customer()
    customer.begin("lost-umbrella")
    customer.answer(colour="red")
    customer.answer(account_email="nia@example.com")
    customer.answer(description="It stayed in the cloakroom on Monday.")
    customer.post(customer.url)
    customer.post(customer.url.replace("/check/", "/send/"))
    toy.unlink()
    forget()
    status = re.search(r'href="(/en/t/[^"]+)"', customer.text)
    assert status
    customer.get(status.group(1))
    assert "Lost umbrella" in customer.text
