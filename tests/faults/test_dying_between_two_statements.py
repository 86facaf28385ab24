"""Whoever dies between any two statements of send, settle and merge leaves all of it or nothing, and the rest comes by itself."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import LazySettings
from django.contrib.auth.models import User
from django.urls import reverse
from django.utils import timezone

from attachments import storage
from attachments.checking import check_file
from attachments.flat_copies import due_flat_copies, make_some
from attachments.ledger import prove
from attachments.limits import MAX_ERRORS
from attachments.models import Attachment, FlatCopy
from attachments.receive import take_files
from attachments.states import UNFINISHED, FileState
from attachments.sweeping import remove_orphans, sweep
from forms_catalog import drafts
from forms_catalog.journey import SEEN_FILES
from forms_catalog.models import Draft
from operations import rate_limits
from operations.clock import database_now
from outbox.models import Letter
from tests.agent_desk.conftest import browser_of, url_of
from tests.attachments import hostile, samples
from tests.attachments.filing import checked, received
from tests.customer import Customer
from tests.factories import a_ticket
from tests.faults.dying import COMMIT, live, worth_dying_before
from tests.faults.sent import a_last_file, status_page_of
from tests.follow_up.asking import a_quick_sender, about_to_send, ticket_of
from tests.tickets.test_merge import rows
from tickets.actions.merge import merge
from tickets.actions.unmerge import unmerge
from tickets.models import Event, Message, Ticket, Verb
from tickets.states import State

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.database_concurrency]

HOURS = timedelta(hours=3)


@dataclass(frozen=True)
class Scene:
    """Something that is about to be done, what every page must say if it was cut short, and what must come of it."""

    deed: Callable[[], object]
    afterwards: Callable[[], None]
    meanwhile: Callable[[], object]


@pytest.fixture(autouse=True)
def _no_scanner(settings: LazySettings) -> None:
    settings.CLAMD_URL = ""


@pytest.fixture
def agent(db: None) -> User:
    """Who looks at the agents' page meanwhile; the groups that migrations make are flushed between such tests."""
    return User.objects.create_user("lea@example.com", is_staff=True, is_superuser=True)


def time_passes() -> None:
    """Everything that the sweeper and the workers do by themselves, within a minute and within hours."""
    Attachment.objects.filter(state=FileState.CHECKING).update(lease_until=database_now() - timedelta(seconds=1))
    sweep(now=database_now())
    for file_id in Attachment.objects.filter(state=FileState.QUEUED).order_by("id").values_list("id", flat=True):
        check_file(file_id=file_id)
    FlatCopy.objects.filter(due_at__isnull=False).update(due_at=database_now())
    for copy in due_flat_copies(now=database_now()):
        make_some(file_id=copy.pk)
    sweep(now=database_now())
    remove_orphans(now=timezone.now() + HOURS)


def the_ledger_is_clean() -> None:
    """Also of what may lie for an hour or two."""
    proof = prove(now=timezone.now() + HOURS, share=1)
    assert proof.breaches == []
    assert proof.account.offered == proof.account.stands


def documents_for(sender: Customer) -> Draft:
    """A draft of the sender's, ready to be sent but for its files."""
    request = ticket_of(sender)
    draft = drafts.begin(request_type="documents-general", device=request.device, now=timezone.now(), parent=request)
    answers = {"note": "", "consent": True, SEEN_FILES: "yes"}
    drafts.save_answers(draft=draft, answers=answers, now=timezone.now())
    return draft


def sending(agent: User) -> Scene:
    """Documents whose files have all ended before Send: it makes a ticket, and joins it to another."""
    sender = a_quick_sender()
    parent, draft = ticket_of(sender), documents_for(sender)
    arrived = [
        received(samples.photo(), "passport.jpg", now=timezone.now()),
        received(samples.aes_256_pdf(), "vault.pdf", now=timezone.now()),
    ]
    checked(take_files(tray_id=draft.tray_id, received=arrived, limit=5, now=timezone.now()).kept)
    letters = Letter.objects.count()

    def meanwhile() -> None:
        made = Ticket.objects.filter(draft_id=draft.id)
        # All of it, or nothing.
        assert (made.count(), Draft.objects.filter(id=draft.id).count()) in {(0, 1), (1, 0)}
        ticket = made.first()
        assert Attachment.objects.filter(tray=draft.tray_id, ticket=None).count() == (0 if ticket else 2)
        assert Attachment.objects.filter(ticket=ticket).count() == 2 if ticket else True
        sender.get(f"/en/d/{draft.id}/check/")
        if ticket is None:
            assert sender.page.status_code == 200
            assert "passport.jpg" in sender.text

    def afterwards() -> None:
        sender.post(f"/en/d/{draft.id}/send/")
        ticket = Ticket.objects.get(draft_id=draft.id)
        assert sender.url == f"/en/sent/{ticket.reference}/"
        assert not Draft.objects.filter(id=draft.id).exists()
        assert Message.objects.filter(ticket=ticket).count() == 1
        assert {each.state for each in ticket.files.all()} == {FileState.ACCEPTED, FileState.REFUSED}
        assert ticket.survivor_id == parent.id
        assert Event.objects.filter(ticket=ticket, verb=Verb.SUBMITTED).count() == 1
        assert Event.objects.filter(ticket=ticket, verb=Verb.MERGED).count() == 1
        # Documents for a request that is known write to nobody.
        assert Letter.objects.count() == letters

    # The token of the form comes with a page.
    sender.get(f"/en/d/{draft.id}/check/")
    return Scene(lambda: sender.post(f"/en/d/{draft.id}/send/"), afterwards, meanwhile)


def sending_first(agent: User) -> Scene:
    """Somebody's first request with a file that is still to be checked: it posts letters as well."""
    # All come from one network, which may have so many letters an hour written.
    rate_limits._counters.cache_clear()
    sender = about_to_send(address=f"{uuid4().hex}@example.com")
    draft = Draft.objects.get(id=sender.url.split("/")[3])
    drafts.save_answers(draft=draft, answers={SEEN_FILES: "yes"}, now=timezone.now())
    arrived = [received(samples.photo(), "passport.jpg", now=timezone.now())]
    (file,) = take_files(tray_id=draft.tray_id, received=arrived, limit=5, now=timezone.now()).kept
    send = f"/en/d/{draft.id}/send/"
    before = Letter.objects.count()

    def meanwhile() -> None:
        sent = Ticket.objects.filter(draft_id=draft.id).exists()
        assert Draft.objects.filter(id=draft.id).exists() != sent
        assert Attachment.objects.filter(id=file.id, ticket__draft_id=draft.id).exists() == sent
        assert (Letter.objects.count() > before) == sent

    def afterwards() -> None:
        sender.post(send)
        ticket = Ticket.objects.get(draft_id=draft.id)
        assert sender.url == f"/en/sent/{ticket.reference}/"
        assert [each.state for each in ticket.files.all()] in ([FileState.ACCEPTED], [FileState.QUEUED])
        kinds = list(Letter.objects.filter(address=ticket.contact_email).values_list("kind", flat=True))
        assert kinds
        assert len(kinds) == len(set(kinds))
        assert Event.objects.filter(ticket=ticket, verb=Verb.SUBMITTED).count() == 1

    return Scene(lambda: sender.post(send), afterwards, meanwhile)


def receiving(agent: User) -> Scene:
    """A file that arrives in a draft."""
    sender = a_quick_sender()
    draft = documents_for(sender)
    page = f"/en/d/{draft.id}/files/"
    sender.get(page)

    def meanwhile() -> None:
        sender.get(page)
        kept = Attachment.objects.filter(tray=draft.tray_id)
        assert sender.text.count("data-file ") == kept.count()
        assert all(storage.quarantine_path(each.id).exists() for each in kept)

    def afterwards() -> None:
        sender.get(page)
        sender.add(("passport.jpg", samples.photo()))
        # Whether it came the first time or only now: it is there, once.
        assert Attachment.objects.filter(tray=draft.tray_id).count() == 1
        time_passes()
        assert Attachment.objects.get(tray=draft.tray_id).state == FileState.ACCEPTED

    return Scene(lambda: sender.add(("passport.jpg", samples.photo())), afterwards, meanwhile)


def settling(agent: User, *, ends_as: FileState, sender: Customer, file: Attachment) -> Scene:
    """The check of the last file of documents, which then join the request they were sent for, or say why not."""
    parent, child, desk = ticket_of(sender), file.ticket, browser_of(agent)
    assert child
    status = status_page_of(child)

    def meanwhile() -> None:
        file.refresh_from_db()
        unfinished = file.state in UNFINISHED
        sender.get(status)
        assert ("1 being checked" in sender.text) == unfinished
        shown: Any = desk.get(url_of(child), follow=True)
        assert ("1 being checked" in shown.content.decode()) == unfinished
        assert Event.objects.filter(ticket=child, verb=Verb.FILE_SETTLED).count() == (not unfinished)

    def afterwards() -> None:
        file.refresh_from_db()
        assert file.state == ends_as
        assert Event.objects.filter(ticket=child, verb=Verb.FILE_SETTLED).count() == 1
        accepted = ends_as == FileState.ACCEPTED
        assert storage.preview_path(file.id, 1).exists() == accepted
        assert storage.quarantine_path(file.id).exists() == accepted
        child.refresh_from_db()
        assert (child.survivor_id == parent.id) == accepted
        assert Event.objects.filter(ticket=child, verb=Verb.MERGED).count() == accepted
        assert Event.objects.filter(ticket=child, verb=Verb.NOT_JOINED).count() == (not accepted)

    return Scene(lambda: check_file(file_id=file.id), afterwards, meanwhile)


def accepting(agent: User) -> Scene:
    """A good file."""
    sender, file = a_last_file(content=samples.photo(), name="passport.jpg")
    return settling(agent, ends_as=FileState.ACCEPTED, sender=sender, file=file)


def refusing(agent: User) -> Scene:
    """A file that nobody can open."""
    sender, file = a_last_file(content=samples.aes_256_pdf(), name="vault.pdf")
    return settling(agent, ends_as=FileState.REFUSED, sender=sender, file=file)


def giving_up(agent: User) -> Scene:
    """A file whose bytes have vanished, and that has one try left."""
    sender, file = a_last_file(content=samples.photo(), name="passport.jpg", errors=MAX_ERRORS - 1)
    storage.quarantine_path(file.id).unlink()
    return settling(agent, ends_as=FileState.FAILED, sender=sender, file=file)


def flattening(agent: User) -> Scene:
    """The flat copy of a document that acts."""
    _sender, file = a_last_file(content=hostile.ACTING["script on opening"], name="statement.pdf")
    check_file(file_id=file.id)
    desk, address = browser_of(agent), reverse("staff:flat_copy", args=[file.id])

    def meanwhile() -> None:
        made = FlatCopy.objects.filter(attachment=file, made_at__isnull=False).exists()
        shown: Any = desk.get(reverse("staff:file", args=[file.id]))
        assert ("It is being made." in shown.content.decode()) != made
        assert (address in shown.content.decode()) == made
        taken: Any = desk.post(address)
        assert (taken.status_code == 200 and b"".join(taken.streaming_content)[:5] == b"%PDF-") == made

    def afterwards() -> None:
        meanwhile()
        assert FlatCopy.objects.get(attachment=file).drawn == 1
        assert {each.name for each in storage.previews_dir(file.id).iterdir()} == {"1.webp", "flat.pdf"}

    return Scene(lambda: make_some(file_id=file.id), afterwards, meanwhile)


def a_chain() -> list[Ticket]:
    """Three requests of one person; the first is part of the second."""
    first, second, third = (a_ticket(now=timezone.now()) for _each in range(3))
    Ticket.objects.filter(id=third.id).update(state=State.SOLVED)
    merge(child_id=first.id, into_id=second.id, now=timezone.now())
    return [first, second, third]


def is_whole(tickets: list[Ticket], *, before: list[Any]) -> bool:
    """Whether the second is part of the third, with the first. Fails when neither that nor the state before is there."""
    first, second, third = Ticket.objects.filter(id__in=[each.id for each in tickets]).order_by("created_at", "id")
    merged = (second.merged_into_id, second.survivor_id, first.survivor_id) == (third.id,) * 3
    told = Event.objects.filter(verb__in=[Verb.MERGED, Verb.RECEIVED_MERGE], ticket__in=[second, third])
    undone = Event.objects.filter(verb__in=[Verb.UNMERGED, Verb.LOST_MERGE], ticket__in=[second, third])
    if merged:
        assert (third.state, told.count(), undone.count()) == (State.OPEN, 3, 0)
    else:
        assert rows(*tickets) == before
        assert (told.count(), undone.count()) in {(1, 0), (3, 2)}
    return merged


def merging(agent: User) -> Scene:
    """A merge that takes a chain along and opens its target again."""
    tickets = a_chain()
    before = rows(*tickets)

    def again() -> None:
        if not is_whole(tickets, before=before):
            merge(child_id=tickets[1].id, into_id=tickets[2].id, now=timezone.now(), actor=agent)
        assert is_whole(tickets, before=before)

    return Scene(
        lambda: merge(child_id=tickets[1].id, into_id=tickets[2].id, now=timezone.now(), actor=agent),
        again,
        lambda: is_whole(tickets, before=before),
    )


def undoing(agent: User) -> Scene:
    """The undoing of such a merge."""
    tickets = a_chain()
    before = rows(*tickets)
    merge(child_id=tickets[1].id, into_id=tickets[2].id, now=timezone.now(), actor=agent)

    def again() -> None:
        if is_whole(tickets, before=before):
            unmerge(child_id=tickets[1].id, now=timezone.now(), actor=agent)
        assert not is_whole(tickets, before=before)

    return Scene(
        lambda: unmerge(child_id=tickets[1].id, now=timezone.now(), actor=agent),
        again,
        lambda: is_whole(tickets, before=before),
    )


@pytest.mark.parametrize(
    "scene",
    [receiving, sending, sending_first, accepting, refusing, giving_up, flattening, merging, undoing],
    ids=lambda each: each.__name__,
)
def test_whoever_dies_before_any_statement_leaves_all_of_it_or_nothing_and_it_ends_well_by_itself(
    agent: User, scene: Callable[[User], Scene], request: pytest.FixtureRequest
) -> None:
    for _first_makes_folders in range(2):
        whole = scene(agent)
        steps = live(whole.deed).steps
        time_passes()
        whole.afterwards()
    assert COMMIT in steps
    for step in worth_dying_before(steps, every=request.config.getoption("--long")):
        cut_short = scene(agent)
        assert live(cut_short.deed, dies_before=step).died, steps
        cut_short.meanwhile()
        time_passes()
        cut_short.afterwards()
    the_ledger_is_clean()
