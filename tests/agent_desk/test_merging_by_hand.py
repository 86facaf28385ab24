"""Merging by hand: picked, previewed, confirmed, undone; nothing is moved, nobody is surprised."""

from django.contrib.auth.models import User
from django.test import Client

from tests.agent_desk.conftest import SENT, another, browser_of, good, seen, url_of
from tests.factories import a_file, a_proven_ticket, confirmed
from tickets.actions.assign import assign
from tickets.models import Ticket, Verb
from tickets.states import State


def confirm(browser: Client, root: Ticket, other: Ticket, **data: str) -> tuple[int, str]:
    """Confirm a merge as the preview's form does."""
    form = seen(root, other=other.reference, seen_event_other=seen(other)["seen_event"], **{"keep": "this", **data})
    page = browser.post(url_of(root, "merge"), form)
    return page.status_code, page.content.decode()


def test_likely_requests_are_offered_first(at_work: Client) -> None:
    root, same, stranger = (
        another(),
        another(),
        another(account_email="b@example.com", contact_email="b@example.com", device="x"),
    )
    page = at_work.get(url_of(root, "merge"))
    good(page)
    assert same.reference in page.content.decode()
    assert stranger.reference not in page.content.decode()


def test_the_preview_says_who_goes_on_and_what_is_still_being_checked(at_work: Client) -> None:
    root, other = another(), another()
    a_file(now=SENT, ticket=other)
    a_file(now=SENT, ticket=other)
    typed = other.reference.lower().replace("-", "")
    page = at_work.get(url_of(root, "merge"), {"other": typed})
    good(page)
    html = page.content.decode()
    assert f"Merge {other.reference} into {root.reference}" in html
    assert "2 files are still being checked; they will follow by themselves." in html
    assert "Nobody is notified" in html
    swapped = at_work.get(url_of(root, "merge"), {"other": typed, "keep": "other"}).content.decode()
    assert f"Merge {root.reference} into {other.reference}" in swapped
    other.refresh_from_db()
    assert not other.is_merged


def test_confirming_merges_and_undoing_restores(at_work: Client) -> None:
    root, other = another(), another()
    assert confirm(at_work, root, other)[0] == 302
    other.refresh_from_db()
    assert other.survivor_id == root.id
    assert "Undo this merge" in at_work.get(url_of(root)).content.decode()
    undone = at_work.post(url_of(root, "unmerge"), seen(root, child=other.reference))
    assert undone.headers["Location"] == url_of(root)
    other.refresh_from_db()
    assert not other.is_merged
    again = at_work.post(url_of(root, "unmerge"), seen(root, child=other.reference))
    assert again.status_code == 409


def test_the_swapped_merge_keeps_the_other(at_work: Client) -> None:
    root, other = another(), another()
    assert confirm(at_work, root, other, keep="other")[0] == 302
    root.refresh_from_db()
    assert root.survivor_id == other.id


def test_an_outdated_preview_is_shown_again_with_what_changed(at_work: Client, supervisor: User) -> None:
    root, other = another(), another()
    form = seen(root, other=other.reference, seen_event_other=seen(other)["seen_event"], keep="this")
    assign(ticket_id=other.id, assignee=supervisor, actor=supervisor, now=SENT, seen_event=form["seen_event_other"])
    page = at_work.post(url_of(root, "merge"), form)
    assert page.status_code == 409
    assert str(Verb.ASSIGNED.label) in page.content.decode()
    other.refresh_from_db()
    assert not other.is_merged


def test_different_people_need_a_supervisor_who_says_so(at_work: Client, supervisor: User) -> None:
    root, other = another(), another(account_email="b@example.com", contact_email="b@example.com")
    preview = at_work.get(url_of(root, "merge"), {"other": other.reference}).content.decode()
    assert "Ask a supervisor" in preview
    assert '<button class="button" type="submit">Merge' not in preview
    assert confirm(at_work, root, other, across_people="1")[0] == 403
    boss = browser_of(supervisor)
    assert confirm(boss, root, other)[0] == 403
    assert confirm(boss, root, other, across_people="1")[0] == 302


def test_the_same_address_that_nobody_confirmed_is_said_to_be_all_that_is_missing(at_work: Client) -> None:
    root, other = a_proven_ticket(now=SENT), another(device="another browser")
    preview = at_work.get(url_of(root, "merge"), {"other": other.reference}).content.decode()
    assert f"Once its sender confirms it for {other.reference}, they count as one person’s" in preview
    assert "Nothing says" not in preview
    assert confirm(at_work, root, other)[0] == 403
    confirmed(other)
    assert "Once its sender" not in at_work.get(url_of(root, "merge"), {"other": other.reference}).content.decode()
    assert confirm(at_work, root, other)[0] == 302


def test_another_account_with_the_same_contact_address_is_not_said_to_need_a_confirmation_only(at_work: Client) -> None:
    root, other = a_proven_ticket(now=SENT), another(account_email="b@example.com", device="another browser")
    preview = at_work.get(url_of(root, "merge"), {"other": other.reference}).content.decode()
    assert "Nothing says that these requests are one person’s" in preview


def test_what_cannot_be_merged_is_refused_in_words(at_work: Client) -> None:
    root, other = another(), another()
    for typed, status, words in (
        ("hello", 422, "Type a whole reference"),
        ("KS-0000-0000", 404, "There is no request"),
        (root.reference, 409, "already are one conversation"),
    ):
        page = at_work.get(url_of(root, "merge"), {"other": typed})
        assert (page.status_code, words in page.content.decode()) == (status, True), typed
        good(page)
    Ticket.objects.filter(id=root.id).update(state=State.CLOSED)
    assert "takes nothing more" in at_work.get(url_of(root, "merge"), {"other": other.reference}).content.decode()
    assert confirm(at_work, root, other)[0] == 409


def test_naming_a_merged_request_means_the_one_it_lives_in(at_work: Client) -> None:
    root, parent, child = another(), another(), another()
    assert confirm(at_work, parent, child)[0] == 302
    preview = at_work.get(url_of(root, "merge"), {"other": child.reference}).content.decode()
    assert f"Merge {parent.reference} into {root.reference}" in preview
