"""In a conversation of more than one sender, agents choose who reads a reply, and are told the truth about it."""

from django.test import Client

from attachments.joining import join_if_ready
from attachments.states import FileState
from tests.agent_desk.conftest import SENT, another, good, seen, url_of
from tests.factories import a_file
from tickets.actions.merge import merge
from tickets.actions.unmerge import unmerge
from tickets.models import Message, Ticket
from tickets.states import State


def page_of(browser: Client, ticket: Ticket) -> str:
    """A ticket's page."""
    page = browser.get(url_of(ticket))
    good(page)
    return page.content.decode()


def two_senders() -> tuple[Ticket, Ticket]:
    """A conversation with parts of two people, as far as we know: its root, and the part."""
    root, part = another(device="laptop"), another(device="phone")
    merge(child_id=part.id, into_id=root.id, now=SENT, across_people=True)
    return root, part


def test_one_senders_conversation_asks_nothing(at_work: Client) -> None:
    root, part = another(), another()
    merge(child_id=part.id, into_id=root.id, now=SENT)
    html = page_of(at_work, root)
    assert "Who reads this" not in html
    assert "The customer wrote in English and reads this on the status page." in html


def test_two_senders_are_offered_the_root_first(at_work: Client) -> None:
    root, part = two_senders()
    html = page_of(at_work, root)
    assert "The customer wrote in" not in html
    assert "Only the sender of the part you choose reads this" in html
    assert html.index(f'<option value="{root.reference}"') < html.index(f'<option value="{part.reference}"')


def test_the_reply_goes_to_the_part_that_was_chosen(at_work: Client) -> None:
    root, part = two_senders()
    form = seen(root, kind="reply", body="For the phone", to=part.reference, then="PENDING")
    page = at_work.post(url_of(root, "reply"), form, follow=True)
    assert f"The sender of {part.reference} reads it on the status page." in page.content.decode()
    assert f"to the sender of {part.reference}" in page.content.decode()
    assert Message.objects.get(body="For the phone").ticket_id == part.id
    root.refresh_from_db()
    assert root.state == State.PENDING


def test_a_part_that_is_not_in_the_conversation_is_refused_and_the_text_kept(at_work: Client) -> None:
    root, _part = two_senders()
    for to, status in ((another().reference, 409), ("KS-0000-0000", 422), ("a\0b", 422)):
        page = at_work.post(url_of(root, "reply"), seen(root, kind="reply", body="Keep me", to=to))
        assert page.status_code == status, to
        assert "Keep me</textarea>" in page.content.decode()
    assert not Message.objects.filter(body="Keep me").exists()


def test_the_chosen_reader_is_kept_when_a_reply_is_refused(at_work: Client) -> None:
    root, part = two_senders()
    page = at_work.post(url_of(root, "reply"), seen(root, kind="reply", body="", to=part.reference))
    assert page.status_code == 422
    assert f'<option value="{part.reference}" selected>' in page.content.decode()


def test_after_an_undo_both_pages_say_that_documents_do_not_join_by_themselves(at_work: Client) -> None:
    parent = another()
    child = another(joins=parent, request_type="documents-general")
    file = a_file(now=SENT, ticket=child)
    assert f"Joins {parent.reference} by itself" in page_of(at_work, child)
    assert "(joins when its files are checked)" in page_of(at_work, parent)
    file.state, file.settled_at = FileState.ACCEPTED, SENT
    file.save(update_fields=["state", "settled_at"])
    join_if_ready(ticket_id=child.id, now=SENT)
    unmerge(child_id=child.id, now=SENT)
    assert f"Was sent for {parent.reference}, and has not joined it." in page_of(at_work, child)
    html = page_of(at_work, parent)
    assert child.reference in html
    assert "(does not join by itself)" in html
    assert "Joins when its files are checked" not in html
