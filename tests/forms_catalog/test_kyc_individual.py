"""Who is stuck in the check of their identity sends what decides it, and nothing that decides nothing (domain B5)."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from attachments.models import Attachment
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Ending
from forms_catalog.journey import Journey, Walk
from forms_catalog.requests.kyc_individual import needed_roles
from tests.customer import Customer
from tests.forms_catalog.test_filing_a_request import a_photo
from tests.signing_in import sign_in
from tickets.models import Ticket

NOON = datetime(2026, 3, 5, 11, 30, tzinfo=UTC)


def walk(*, now: datetime = NOON, **answers: Any) -> Walk:
    """How far some answers lead."""
    request_type = catalogue()["kyc-individual"]
    return Journey(request_type=request_type, answers=answers, now=now, device="this-browser").walk()


def end_of(found: Walk) -> str:
    """The slug of the ending that a walk came to; else empty."""
    return found.exit.slug if isinstance(found.exit, Ending) else ""


ALL_WITH_A_CARD = {"country": "FR", "id_type": "card", "id_country": "FR"}


@pytest.mark.parametrize(
    ("answers", "needed"),
    [
        ({"stuck_at": "id_refused", "country": "FR", "id_type": "passport"}, ["id_front"]),
        ({"stuck_at": "id_refused", **ALL_WITH_A_CARD}, ["id_front", "id_back"]),
        ({"stuck_at": "address_refused", **ALL_WITH_A_CARD}, ["id_front", "id_back", "proof_of_address"]),
        ({"stuck_at": "face_photo", "country": "FR", "id_type": "licence"}, ["id_front", "face_photo"]),
        ({"stuck_at": "id_refused", "country": "US", "id_type": "passport"}, ["id_front", "face_photo"]),
        ({"stuck_at": "id_refused", "country": "ZA", "id_type": "card"}, ["id_front", "id_back", "face_photo"]),
        ({"stuck_at": "postcode", "country": "US"}, []),
        ({"stuck_at": "questionnaire", "country": "FR"}, []),
        ({"stuck_at": "waiting", "country": "ZA"}, []),
    ],
)
def test_only_the_documents_that_decide_it_are_needed(answers: dict[str, str], needed: list[str]) -> None:
    assert needed_roles(answers) == needed


@pytest.mark.parametrize(("days", "end"), [(0, "end-wait"), (3, "end-wait"), (5, ""), (40, "")])
def test_whoever_has_waited_less_than_the_usual_time_is_told_until_when_and_sends_nothing(days: int, end: str) -> None:
    since = (NOON - timedelta(days=days)).date().isoformat()
    found = walk(stuck_at="waiting", waiting_since=since)
    assert end_of(found) == end
    if end:
        assert isinstance(found.exit, Ending)
        assert not found.exit.anyway
        assert "March 2026" in str(found.exit.title)


def test_the_usual_time_is_a_number_of_the_house(settings: LazySettings) -> None:
    settings.VERIFICATION_DAYS = 2
    assert end_of(walk(stuck_at="waiting", waiting_since="2026-03-04")) == ""
    assert end_of(walk(stuck_at="waiting", waiting_since="2026-03-05")) == "end-wait"


BEFORE_THE_END: dict[str, Any] = {
    "stuck_at": "id_refused",
    "country": "FR",
    "level": "pro",
    "settings_lock": "no",
    "reject_reason_shown": "blurry",
    **ALL_WITH_A_CARD,
}


@pytest.mark.parametrize(
    ("day", "end"), [("2026-03-04", "end-expired"), ("2026-03-05", ""), ("2026-03-06", ""), ("", "")]
)
def test_a_document_that_has_run_out_stops_softly(day: str, end: str) -> None:
    found = walk(**BEFORE_THE_END, id_expiry=day) if day else walk(**BEFORE_THE_END, id_expiry="")
    assert end_of(found) == end
    if end:
        assert isinstance(found.exit, Ending)
        assert found.exit.anyway
        past = walk(**BEFORE_THE_END, id_expiry=day, _anyway={end: {"id_expiry": day}})
        assert past.current
        assert past.current.slug == "born"


@pytest.mark.parametrize(("issued", "end"), [("2025-12-03", "end-old-proof"), ("2025-12-04", ""), ("2026-03-05", "")])
def test_a_proof_of_address_older_than_three_months_stops_softly(issued: str, end: str) -> None:
    answers: dict[str, Any] = {
        **BEFORE_THE_END,
        "stuck_at": "address_refused",
        "id_expiry": "2030-01-01",
        "date_of_birth": "1985-03-27",
    }
    assert end_of(walk(**answers, proof_issued_on=issued)) == end


@pytest.mark.parametrize(
    ("born", "refused"), [("2008-03-05", False), ("2008-03-06", False), ("2008-03-07", True), ("2026-01-01", True)]
)
def test_somebody_under_18_is_told_so(born: str, refused: bool) -> None:
    found = walk(**BEFORE_THE_END, id_expiry="2030-01-01", date_of_birth=born)
    assert found.current
    assert (found.current.slug == "born") is refused


def test_a_lock_that_is_on_is_switched_off_first_and_its_own_questions_are_offered() -> None:
    found = walk(stuck_at="other", country="FR", level="pro", settings_lock="yes")
    assert end_of(found) == "end-lock"
    assert isinstance(found.exit, Ending)
    assert found.exit.offer
    assert found.exit.offer.to == "gsl-issue"


def test_a_postal_code_that_is_refused_is_a_technical_matter() -> None:
    request_type = catalogue()["kyc-individual"]
    assert request_type.tags_of({"stuck_at": "postcode"}) == ["kyc:individual", "technical"]
    assert request_type.tags_of({"stuck_at": "id_refused"}) == ["kyc:individual"]


def up_to_the_documents(customer: Customer) -> None:
    """Answer everything of somebody whose identity card was refused."""
    customer.begin("kyc-individual")
    sign_in(customer)
    pages: dict[str, dict[str, str]] = {
        "stuck-at": {"stuck_at": "id_refused"},
        "country": {"country": "France"},
        "level": {"level": "pro"},
        "settings-lock": {"settings_lock": "no"},
        "reason-shown": {"reject_reason_shown": "missing_back"},
        "document": {"id_type": "card"},
        "document-country": {"id_country": "France"},
        "document-end": {"id_expiry": (timezone.now() + timedelta(days=900)).date().isoformat()},
        "born": {"date_of_birth_day": "27", "date_of_birth_month": "mars", "date_of_birth_year": "1985"},
        "details": {"description": "The page says that the back is missing."},
        "consent": {"consent": "on"},
    }
    while customer.step in pages:
        customer.answer(**pages[customer.step])
    assert customer.step == "files"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "sentences"),
    [
        (
            "en",
            (
                "Say which of your files is this, or add it: Identity document, back",
                "National identity card: front and back",
            ),
        ),
        ("fr", ("Indiquez lequel de vos fichiers correspond", "Carte nationale d’identité")),
    ],
)
def test_a_card_without_its_back_is_not_sent_and_the_page_says_what_is_missing(
    language: str, sentences: tuple[str, str]
) -> None:
    customer = Customer(language)
    up_to_the_documents(customer)
    assert sentences[1] in customer.text
    assert "components/" not in customer.text
    customer.add(("front.jpg", a_photo()), ("back.jpg", a_photo() + b"back"))
    files = dict(Attachment.objects.values_list("name", "id"))
    address = customer.url.replace("/add/", "/")
    customer.post(address, {f"role-{files['front.jpg']}": "id_front"})
    assert customer.page.status_code == 422
    assert sentences[0] in customer.text
    assert f'href="#role-{files["back.jpg"]}"' in customer.text
    customer.post(address.replace("/files/", "/send/"))
    assert customer.step == "files"
    assert not Ticket.objects.exists()
    customer.post(address, {f"role-{files['back.jpg']}": "id_back"})
    assert customer.step == "check"
    customer.post(customer.url.replace("/check/", "/send/"))
    ticket = Ticket.objects.get()
    assert ticket.queue == "verification"
    assert sorted(ticket.files.values_list("role", flat=True)) == ["id_back", "id_front"]


@pytest.mark.django_db
def test_a_missing_document_that_nobody_added_is_named_too() -> None:
    customer = Customer()
    up_to_the_documents(customer)
    customer.post(customer.url)
    assert customer.page.status_code == 422
    assert "Add this document: Identity document, front" in customer.text
    assert "Add this document: Identity document, back" in customer.text


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (("31", "2", "1985"), "Enter the day, month and year of your birth"),
        (("27", "13", "1985"), "Enter the day, month and year of your birth"),
        (("27", "3", "85"), "Enter the day, month and year of your birth"),
        (("27", "", "1985"), "Enter the day, month and year of your birth"),
        (("", "", ""), "Enter the day you were born"),
        (("1", "1", "2020"), "Check the year: an account is for people of 18 or over"),
    ],
)
def test_a_birthday_that_cannot_be_is_asked_again(typed: tuple[str, str, str], sentence: str) -> None:
    customer = Customer()
    customer.begin("kyc-individual")
    sign_in(customer)
    for answers in (
        {"stuck_at": "other"},
        {"country": "FR"},
        {"level": "pro"},
        {"settings_lock": "no"},
        {"id_type": "passport"},
        {"id_country": "FR"},
        {"skip": "1"},
    ):
        customer.answer(**answers)
    assert customer.step == "born"
    customer.answer(**dict(zip(("date_of_birth_day", "date_of_birth_month", "date_of_birth_year"), typed, strict=True)))
    assert customer.page.status_code == 422
    assert sentence in customer.text
