"""Forms without a token, of other people, or tampered with: a page with a sentence, and nothing is lost."""

import re
from uuid import uuid4

import pytest

from tests.journeys import papers
from tests.services.portal import Portal
from tests.services.visitor import Visitor

pytestmark = pytest.mark.stack


@pytest.fixture
def customer(portal: Portal) -> Visitor:
    """Somebody on the documents page with one file already there."""
    person = Visitor(portal.url)
    person.reach_documents()
    person.add(("first.jpg", papers.phone_photo(200, 150)))
    return person


def has_one_file(person: Visitor) -> bool:
    """The draft opens and holds what it held."""
    page = person.get(person.files_path)
    return page.status == 200 and page.text.count("data-file ") == 1


@pytest.mark.parametrize("token", ["", "x" * 64], ids=["none", "made-up"])
def test_without_the_forms_token_nothing_is_sent_and_the_page_says_so(
    portal: Portal, customer: Visitor, token: str
) -> None:
    send = customer.files_path.replace("/files/", "/send/")
    assert customer.post(send, token=token).status == 403
    assert "Nothing was sent: the page was too old" in customer.page.text
    customer.get(customer.files_path)
    customer.token = token
    assert customer.add(("second.jpg", papers.phone_photo(220, 150))).status == 403
    assert "Go back, reload the page and try again." in customer.page.text
    assert has_one_file(customer)
    assert not portal.incoming()


def test_another_browser_cannot_open_add_remove_or_send_and_is_told_the_same_as_for_a_draft_that_never_was(
    portal: Portal, customer: Visitor
) -> None:
    stranger = Visitor(portal.url)
    stranger.reach_documents()
    own = stranger.files_path
    draft = customer.files_path.split("/")[3]
    file_id = re.findall(r'id="file-([^"]+)"', customer.page.text)[0]
    answers = []
    for named in (draft, str(uuid4())):
        stranger.files_path = f"/en/d/{named}/files/"
        for answer in (
            stranger.get(stranger.files_path),
            stranger.add(("planted.jpg", papers.phone_photo(220, 150))),
            stranger.post(f"/en/d/{named}/files/{file_id}/remove/"),
            stranger.post(f"/en/d/{named}/send/"),
        ):
            assert answer.status == 404
            assert "We cannot open this request here" in answer.text
            answers.append(without_what_is_never_the_same(answer.text, named))
    assert len(set(answers[:4])) == len(set(answers)), "a draft of somebody else is told from none"
    # Their own draft too has no such file to remove.
    stranger.get(own)
    stranger.post(f"{own}{file_id}/remove/")
    assert has_one_file(customer)


def without_what_is_never_the_same(text: str, draft: str) -> str:
    """A page without its tokens and its own address."""
    text = re.sub(r'value="[A-Za-z0-9]{64}"', "", text).replace(draft, "")
    return re.sub(r"(name=\"next\" value=\")[^\"]*", r"\1", text)


def test_tampered_hidden_fields_and_choices_change_nothing_and_end_in_a_page(portal: Portal, customer: Visitor) -> None:
    reference = customer.send()
    status = customer.status_path
    customer.get(status)
    # The page's hidden field names the request; altered it names none, so the form asks.
    customer.post("/en/requests/documents-general/begin/", {"for": status.split("/")[3][:-1] + "!"})
    assert customer.page.status == 200
    assert "Which request do they belong to?" in customer.page.text

    other = Visitor(portal.url)
    other.begin("lost-device")
    other.answer(device_state="<script>alert(1)</script>")
    assert other.page.status == 422
    assert 'role="alert"' in other.page.text
    assert "<script>alert" not in other.page.text

    third = Visitor(portal.url)
    third.reach_documents()
    third.add(("mine.jpg", papers.phone_photo(260, 150)))
    file_id = re.findall(r'id="file-([^"]+)"', third.page.text)[0]
    third.post(third.files_path, {f"role-{file_id}": "not-a-role", f"role-{uuid4()}": "id_front", "role-x": "id_front"})
    assert third.page.step == "check"
    assert portal.rows("SELECT role FROM attachments_attachment WHERE id = ?", file_id.replace("-", "")) == [("",)]
    assert reference in customer.get(status).text
