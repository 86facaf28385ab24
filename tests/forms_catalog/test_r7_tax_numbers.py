"""R7 of domain §11: a tax number is stored nowhere; the form that carries one is a PDF that few people open."""

import re
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from agent_desk.roles import Role
from agent_desk.staffing import create_agent
from attachments.checking import check_file
from attachments.models import Attachment
from attachments.states import FileState
from forms_catalog import invitations
from forms_catalog.catalogue import catalogue
from forms_catalog.exempt_payees import CODES
from forms_catalog.invitations import invite
from forms_catalog.models import Draft
from tests.agent_desk.conftest import browser_of, url_of
from tests.attachments import samples
from tests.customer import Customer
from tests.follow_up.asking import status_url
from tests.forms_catalog.answering import variants
from tests.forms_catalog.opening import open_request
from tests.forms_catalog.test_filing_a_request import a_photo, send
from tests.letters import posted, text_of
from tests.signing_in import sign_in
from tickets.actions.edit import last_event_id
from tickets.compartments import Compartment
from tickets.models import Event, Ticket, Verb

pytestmark = pytest.mark.django_db

NUMBER = "123-45-6789"
PLAN = "Example Trust Company FBO Alice Example IRA"


def answer_all(customer: Customer, slug: str, until: str = "", **over: Any) -> None:
    """Answer every page of a request as usual but for what is given; up to a page, or to the last."""
    steps = {step.slug: step for step in catalogue()[slug].steps}
    while customer.step in steps and customer.step != until:
        here, step = customer.step, steps[customer.step]
        usual = {name: over.get(name, value) for name, value in variants(step)[0].items()}
        customer.answer(**usual)
        assert customer.step != here, customer.text


@pytest.fixture
def specialist() -> User:
    """Somebody of the group “tax”."""
    return create_agent(email="tess@example.com", name="Tess Doe", role=Role.TAX)


@pytest.fixture
def taxpayer() -> Customer:
    """The browser of whom it concerns."""
    return Customer()


@pytest.fixture
def first_half(taxpayer: Customer) -> Ticket:
    """Their request about a plan's account."""
    open_request(taxpayer, catalogue()["retirement-1099"])
    answer_all(taxpayer, "retirement-1099", account_title=PLAN, full_name="Alice Example", form_ready="yes")
    return send(taxpayer)


def invited(first_half: Ticket, specialist: User, customer: Customer | None = None) -> Customer:
    """Somebody with the link of the invitation, on its first page; in another browser unless one is given."""
    invitation = invite(
        ticket_id=first_half.id,
        request_type="retirement-w9",
        actor=specialist,
        now=timezone.now(),
        seen_event=last_event_id(ticket=first_half),
    )
    customer = customer or Customer()
    customer.get(f"/en/i/{invitations.token_of(invitation=invitation)}/")
    customer.post(customer.url)
    return customer


def second_half(customer: Customer, **over: Any) -> Ticket:
    """The W-9 sent and checked."""
    answer_all(customer, "retirement-w9", **({"name_on_form": PLAN, "exempt_code": "1"} | over))
    customer.add(("w9.pdf", samples.pdf(1)))
    customer.post(customer.url)
    ticket = send(customer)
    check_file(file_id=Attachment.objects.get(ticket=ticket).id)
    return Ticket.objects.get(id=ticket.id)


def every_value() -> str:
    """Every column of every row there is, sealed ones opened."""
    return repr([list(model._default_manager.values_list()) for model in apps.get_models()])


def test_r7_a_number_in_c1s_description_is_refused_and_stored_nowhere(capfd: pytest.CaptureFixture[str]) -> None:
    customer = Customer()
    open_request(customer, catalogue()["tin-update"])
    answer_all(customer, "tin-update", until="details")
    assert customer.answer(description=f"my SSN is {NUMBER}").status_code == 422
    assert NUMBER not in customer.text.replace(f"my SSN is {NUMBER}", "")
    assert "tax number" in customer.text
    assert NUMBER not in every_value()
    assert NUMBER not in "".join(capfd.readouterr())


FORMS_WITH_FILES = [slug for slug, each in catalogue().items() if each.files and not each.find_parent]


@pytest.mark.parametrize("slug", FORMS_WITH_FILES)
def test_r7_a_file_named_like_a_number_is_refused_in_any_form(slug: str) -> None:
    customer = Customer()
    open_request(customer, catalogue()[slug])
    files = re.sub(r"/[^/]+/$", "/files/", customer.url)
    customer.url = files
    customer.add((f"{NUMBER}.pdf", samples.pdf(1)))
    assert customer.page.status_code == 422
    assert not Attachment.objects.exists()
    assert NUMBER not in every_value()


def test_r7_the_documents_page_says_to_rename_the_file(first_half: Ticket, specialist: User) -> None:
    customer = invited(first_half, specialist)
    answer_all(customer, "retirement-w9")
    assert customer.add((f"{NUMBER}.pdf", samples.pdf(1))).status_code == 422
    assert "Rename the file and add it again" in customer.text
    assert NUMBER not in customer.text


def test_r7_a_file_sent_in_pieces_may_not_be_named_like_a_number_either(first_half: Ticket, specialist: User) -> None:
    customer = invited(first_half, specialist)
    answer_all(customer, "retirement-w9")
    way = re.search(r'data-upload-url="([^"]+)"', customer.text)
    assert way
    told = customer.client.post(
        way.group(1),
        headers={
            "Tus-Resumable": "1.0.0",
            "Upload-Length": "10",
            "Upload-Metadata": "filename MTIzLTQ1LTY3ODkucGRm",
        },
    )
    assert (told.status_code, told.headers["Upload-Outcome"]) == (422, "secret_name")
    assert NUMBER not in every_value()


def send_in_pieces(customer: Customer, content: bytes) -> Any:
    """One file by the protocol for pieces, in one piece. Out: the answer to it, or to what announced it."""
    way = re.search(r'data-upload-url="([^"]+)"', customer.text)
    assert way
    version = {"Tus-Resumable": "1.0.0"}
    told = customer.client.post(way.group(1), headers={**version, "Upload-Length": str(len(content))})
    if told.status_code != 201:
        return told
    there = told.headers["Location"].partition("testserver")[2]
    kind = "application/offset+octet-stream"
    return customer.client.patch(there, content, content_type=kind, headers={**version, "Upload-Offset": "0"})


def test_r7_what_comes_in_pieces_is_held_to_one_pdf_as_well(first_half: Ticket, specialist: User) -> None:
    customer = invited(first_half, specialist)
    answer_all(customer, "retirement-w9")
    assert send_in_pieces(customer, a_photo()).status_code == 204
    assert Attachment.objects.values_list("state", "code").get() == (FileState.REFUSED, "file_type")
    assert send_in_pieces(customer, samples.pdf(1)).headers["Upload-Outcome"] == "kept"
    second = send_in_pieces(customer, samples.pdf(2))
    assert (second.status_code, second.headers["Upload-Outcome"]) == (409, "over_limit")


def test_r7_c1_has_no_field_for_the_number_and_none_for_files() -> None:
    kind = catalogue()["tin-update"]
    assert kind.files is None
    names = {name for step in kind.steps for name in step.fields()}
    assert names == {"change_type", "tax_country", "number_kind", "description", "account_email"}


@pytest.mark.parametrize("slug", ["tin-update", "retirement-1099"])
@pytest.mark.parametrize("to", ["page", "documents"])
def test_r7_a_file_posted_to_c1_or_stage_1_is_ignored_and_audited(slug: str, to: str) -> None:
    customer = Customer()
    open_request(customer, catalogue()[slug])
    here, usual = customer.url, variants(catalogue()[slug].steps[0])[0]
    customer.get(here)
    sneaked = {"w9": SimpleUploadedFile("w9.pdf", samples.pdf(1)), "files": SimpleUploadedFile("x.pdf", b"%PDF-1.4")}
    address = here if to == "page" else re.sub(r"/[^/]+/$", "/files/add/", here)
    assert customer.post(address, usual | sneaked).status_code == 200
    assert not Attachment.objects.exists()
    answer_all(customer, slug)
    ticket = send(customer)
    assert Event.objects.filter(ticket=ticket, verb=Verb.FILE_IGNORED).count() == 1
    assert not ticket.files.exists()


def test_r7_a_jpg_of_the_w9_is_refused_as_only_a_pdf_will_do(first_half: Ticket, specialist: User) -> None:
    customer = invited(first_half, specialist)
    answer_all(customer, "retirement-w9")
    assert 'accept="application/pdf,.pdf"' in customer.text
    assert "PDF only" in customer.text
    customer.add(("w9.jpg", a_photo()))
    customer.add(("w9.pdf", a_photo("red")))
    assert set(Attachment.objects.values_list("state", "code")) == {(FileState.REFUSED, "file_type")}
    assert "must be a PDF here" in customer.text
    assert customer.post(customer.url).status_code == 422


def test_r7_what_only_the_check_finds_to_be_no_pdf_is_refused_with_the_same_code(
    first_half: Ticket, specialist: User
) -> None:
    customer = invited(first_half, specialist)
    answer_all(customer, "retirement-w9")
    customer.add(("w9.pdf", samples.pdf(1)))
    # As if it had come along from a form that takes images.
    file = Attachment.objects.get()
    Attachment.objects.filter(id=file.id).update(only="image/png")
    check_file(file_id=file.id)
    file.refresh_from_db()
    assert (file.state, file.code, file.previews.count()) == (FileState.REFUSED, "file_type", 0)


def test_r7_a_second_w9_is_refused_kindly_and_can_take_the_place_of_the_first(
    first_half: Ticket, specialist: User
) -> None:
    customer = invited(first_half, specialist)
    answer_all(customer, "retirement-w9")
    customer.add(("w9.pdf", samples.pdf(1)))
    assert customer.add(("newer.pdf", samples.pdf(2))).status_code == 422
    assert "This form takes 1 file, and you have added it. Not added: newer.pdf." in customer.text
    first = Attachment.objects.get()
    customer.post(reverse("files_remove", args=[Draft.objects.get().id, first.id]))
    assert customer.add(("newer.pdf", samples.pdf(2))).status_code == 200
    assert Attachment.objects.get().name == "newer.pdf"


@pytest.mark.parametrize(("code", "warned"), [("1", False), ("5", True), ("12", True), ("13", True)])
def test_r7_codes_are_accepted_and_doubtful_ones_warn_agents(
    first_half: Ticket, specialist: User, code: str, warned: bool
) -> None:
    ticket = second_half(invited(first_half, specialist), exempt_code=code)
    assert ticket.answers["exempt_code"] == code
    page = browser_of(specialist).get(url_of(first_half)).content.decode()
    assert ("This exempt payee code is usually not exempt" in page) is warned


@pytest.mark.parametrize("code", ["", "0", "14", "1a"])
def test_r7_an_empty_or_unknown_code_is_refused(first_half: Ticket, specialist: User, code: str) -> None:
    customer = invited(first_half, specialist)
    assert customer.answer(exempt_code=code).status_code == 422
    assert set(CODES) == {str(number) for number in range(1, 14)}


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("alice  EXAMPLE", "it must be the plan’s name"),
        ("Another Trust FBO Alice Example", "is not the plan’s name as it was given first"),
        (PLAN.upper(), ""),
    ],
)
def test_r7_a_w9_in_the_persons_own_name_warns_agents(
    first_half: Ticket, specialist: User, name: str, sentence: str
) -> None:
    second_half(invited(first_half, specialist), name_on_form=name)
    page = browser_of(specialist).get(url_of(first_half)).content.decode()
    assert ("The name on the W-9" in page) is bool(sentence)
    assert sentence in page


@pytest.mark.parametrize("role", [Role.AGENT, Role.SECURITY, Role.SUPERVISOR, Role.BUSINESS, Role.HR])
def test_r7_an_agent_without_the_right_gets_403_which_is_audited_and_finds_it_nowhere(
    first_half: Ticket, role: Role
) -> None:
    stranger = create_agent(email="lea@example.com", name="Léa Martin", role=role)
    browser = browser_of(stranger)
    assert browser.get(url_of(first_half)).status_code == 403
    refused = Event.objects.get(ticket=first_half, verb=Verb.OPENING_REFUSED)
    assert refused.actor == stranger
    for query in ("", f"?q={first_half.reference}", "?q=alice@example.com", "?show=all", "?type=retirement-1099"):
        page = browser.get(reverse("staff:tickets") + query, follow=True)
        assert page.status_code == 200
        # What was typed into the search box is all that may stand there.
        assert url_of(first_half) not in page.content.decode()
    assert first_half.reference not in browser.get(reverse("staff:index")).content.decode()


def test_r7_no_dump_shows_an_answer(first_half: Ticket, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("dumpdata", "tickets")
    dumped = capsys.readouterr().out
    assert first_half.reference in dumped
    assert PLAN not in dumped


def test_the_w9_stays_in_the_vault_and_opens_for_a_reason_only(first_half: Ticket, specialist: User) -> None:
    ticket = second_half(invited(first_half, specialist))
    assert ticket.compartment == Compartment.VAULT
    assert ticket.survivor_id == first_half.id
    file, browser = ticket.files.get(), browser_of(specialist)
    preview = reverse("staff:preview", args=[file.id, 1])
    assert preview not in browser.get(url_of(first_half)).content.decode()
    assert browser.get(preview).status_code == 403
    page = reverse("staff:file", args=[file.id])
    assert "Why do you open it?" in browser.get(page).content.decode()
    assert browser.post(page, {"reason": "x"}).status_code == 422
    assert browser.get(preview).status_code == 403
    opened = browser.post(page, {"reason": "Compare the name on line 1"}, follow=True).content.decode()
    assert preview in opened
    assert browser.get(preview).status_code == 200
    assert Event.objects.get(verb=Verb.FILE_VIEWED).details["reason"] == "Compare the name on line 1"
    colleague = create_agent(email="tom@example.com", name="Tom Doe", role=Role.TAX)
    assert browser_of(colleague).get(preview).status_code == 403


def test_documents_sent_for_a_tax_request_go_to_the_vault_whatever_form_they_come_by() -> None:
    customer = Customer()
    open_request(customer, catalogue()["tin-update"])
    answer_all(customer, "tin-update")
    ticket = send(customer)
    customer.begin("documents-general")
    customer.answer(ticket_reference=ticket.reference)
    customer.answer(skip="1")
    customer.answer(consent="on")
    customer.add(("letter.pdf", samples.pdf(1)))
    customer.post(customer.url)
    documents = send(customer)
    assert (documents.compartment, documents.sealed) == (Compartment.VAULT, True)


def test_the_status_page_of_a_w9_offers_no_way_round_its_one_document(first_half: Ticket, specialist: User) -> None:
    customer = invited(first_half, specialist)
    second_half(customer)
    customer.get(status_url(customer))
    assert "Your documents" in customer.text
    assert "Add documents to this request" not in customer.text


def test_a_sign_in_is_asked_before_anything_about_tax() -> None:
    customer = Customer("fr")
    for slug in ("tin-update", "retirement-1099"):
        customer.begin(slug)
        assert "/sign-in/?next=" in customer.text
    sign_in(customer)


def test_the_second_half_opens_by_invitation_from_the_first_only(first_half: Ticket, specialist: User) -> None:
    customer = Customer()
    customer.begin("retirement-w9")
    assert not Draft.objects.filter(request_type="retirement-w9").exists()
    agent = create_agent(email="lea@example.com", name="Léa Martin", role=Role.AGENT)
    other = Customer()
    other.begin("general")
    answer_all(other, "general")
    other.post(other.url)
    general = send(other)
    form = {"form": "retirement-w9", "seen_event": last_event_id(ticket=general)}
    assert browser_of(agent).post(url_of(general, "invite"), form).status_code == 422
    assert "retirement-w9" in browser_of(specialist).get(url_of(first_half)).content.decode()


@pytest.mark.parametrize("same_browser", [True, False])
def test_a_w9_that_will_not_do_comes_back_by_a_new_invitation_only(
    taxpayer: Customer, first_half: Ticket, specialist: User, same_browser: bool
) -> None:
    status = status_url(taxpayer)
    ticket = second_half(invited(first_half, specialist, taxpayer if same_browser else None))
    file, browser = ticket.files.get(), browser_of(specialist)
    browser.post(reverse("staff:file", args=[file.id]), {"reason": "Compare the name on line 1"})
    told = browser.post(reverse("staff:judge_file", args=[file.id]), {"reason": "not_signed"}, follow=True)
    assert "invite its sender again" in told.content.decode()
    (letter,) = posted("document_again")
    assert letter.address == first_half.contact_email
    assert first_half.reference in text_of(letter) or same_browser
    taxpayer.get(status)
    card = taxpayer.text.split("Send this again</h2>")[1].split("</div>")[0]
    assert "w9.pdf" in card
    assert "It comes by invitation only." in card
    assert "/begin/" not in card
    second_half(invited(first_half, specialist))
    taxpayer.get(status)
    assert "Send this again" not in taxpayer.text
