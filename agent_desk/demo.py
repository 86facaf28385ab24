"""A few requests to look at, made through the verbs that customers and agents use, with files the worker checks."""

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

import pikepdf
from django.contrib.auth import get_user_model
from django.db import connection, models, transaction
from PIL import Image, ImageDraw, ImageFont

from accounts.models import Challenge, Person, Proof, SignIn
from accounts.proofs import prove
from agent_desk.demo_calls import a_video_call
from agent_desk.demo_door import DEMO_AGENT
from agent_desk.roles import Role
from agent_desk.staffing import create_agent
from attachments import storage
from attachments.models import Attachment, FlatCopy, Judgement, Offer, Preview, Tray, Upload
from attachments.receive import set_roles, take_files
from attachments.upload_handler import ReceivedFile
from calls.actions.agree import agree
from calls.models import Appointment, TakenQuarter
from calls.opening import teams
from calls.proposals import proposals_of
from forms_catalog import drafts
from forms_catalog.journey import SEEN_FILES
from forms_catalog.models import Draft, Invitation
from forms_catalog.sending import send
from operations.ids import new_id
from outbox.models import Letter, Mailbox
from tickets.actions.assign import assign
from tickets.actions.change_state import change_state
from tickets.actions.confirm_address import confirm_address
from tickets.actions.edit import last_event_id
from tickets.actions.merge import merge
from tickets.actions.reply import reply
from tickets.models import Approval, Event, Message, Pass, StatusLink, Tag, Ticket
from tickets.states import State

if TYPE_CHECKING:
    from django.contrib.auth.models import User

PLANNED = 9
BROWSER = "demo-browser-"


@dataclass
class Made:
    """What was added."""

    requests: int = 0
    files: int = 0


def requests_present() -> int:
    """How many requests there are; demo data goes into an empty portal only."""
    return Ticket.objects.count()


def erase_everything() -> None:
    """Erase every request, draft, file, letter and customer's account. For a portal on somebody's own machine only."""
    files = list(Attachment.objects.values_list("id", flat=True))
    with transaction.atomic():
        connection.check_constraints()
        # Children first; tickets point at each other, so row by row would never begin.
        files_and_drafts: tuple[type[models.Model], ...] = (
            Preview,
            FlatCopy,
            Judgement,
            Draft,
            Invitation,
            Offer,
            Attachment,
            Upload,
            Tray,
        )
        requests: tuple[type[models.Model], ...] = (
            TakenQuarter,
            Appointment,
            Approval,
            Pass,
            StatusLink,
            Event,
            Message,
            Tag,
            Ticket,
        )
        people: tuple[type[models.Model], ...] = (Letter, Mailbox, Challenge, SignIn, Proof, Person)
        tables = files_and_drafts + requests + people
        for model in tables:
            model._base_manager.all()._raw_delete("default")
    for file_id in files:
        storage.discard(file_id)


@transaction.atomic
def fill(*, now: datetime) -> Made:
    """Make the demo agent and the demo requests, all at once: their letters are gone before anybody is rung for."""
    made = Made()
    agent = _agent()
    stolen = _request(
        made,
        "lost-device",
        "fr",
        now - timedelta(hours=5),
        browser="camille",
        answers=_lost_device(
            now,
            device_state="stolen",
            device_unlocked="no",
            had_on_it=["authenticator", "mailbox"],
            police_reference="2026/04417",
            account_email="camille.durand@example.com",
            description="On m’a volé mon téléphone dans le métro hier soir. Il n’était pas verrouillé et ma boîte mail "
            "est ouverte dessus. Je n’ai plus accès à mes codes.",
        ),
        files=[("depot-de-plainte.pdf", _pdf(["Plainte, page 1", "Plainte, page 2"]), "police_report")],
    )
    reply(
        ticket_id=stolen.id,
        body="Bonjour, nous avons bien reçu votre demande et traitons les vols en priorité. Pouvez-vous nous envoyer "
        "une photo de votre pièce d’identité depuis la page «\u00a0Envoyer des documents\u00a0»\u202f?",
        author=agent,
        now=now - timedelta(hours=4),
        seen_event=last_event_id(ticket=stolen),
    )
    reply(
        ticket_id=stolen.id,
        body="Mailbox is open on the stolen phone: do not send anything that helps a thief.",
        author=agent,
        now=now - timedelta(hours=3, minutes=58),
        seen_event=last_event_id(ticket=stolen),
        is_note=True,
    )
    assign(
        ticket_id=stolen.id,
        assignee=agent,
        actor=agent,
        now=now - timedelta(hours=3, minutes=58),
        seen_event=last_event_id(ticket=stolen),
    )
    change_state(
        ticket_id=stolen.id,
        state=State.PENDING,
        actor=agent,
        now=now - timedelta(hours=3, minutes=58),
        seen_event=last_event_id(ticket=stolen),
    )
    _request(
        made,
        "documents-general",
        "fr",
        now - timedelta(hours=2),
        browser="camille",
        answers={
            "ticket_reference": stolen.reference,
            "account_email": "",
            "note": "Voici ma carte d’identité, recto et verso.",
            "consent": True,
        },
        files=[
            ("carte-recto.jpg", _picture("Carte nationale, recto", "JPEG"), "id_front"),
            ("carte-verso.png", _picture("Carte nationale, verso", "PNG"), "id_back"),
        ],
    )
    lost = _request(
        made,
        "lost-device",
        "en",
        now - timedelta(days=1, hours=3),
        browser="sam",
        answers=_lost_device(
            now,
            device_state="lost",
            had_on_it=["exchange_app", "sim"],
            account_email="sam.okafor@example.com",
            description="I think I left my phone in a taxi on Friday. The driver did not call back.",
        ),
    )
    again = _request(
        made,
        "lost-device",
        "en",
        now - timedelta(hours=20),
        browser="sam",
        answers=_lost_device(
            now,
            device_state="lost",
            had_on_it=["exchange_app"],
            account_email="sam.okafor@example.com",
            description="Sending this again because I heard nothing yet. It is about the phone in the taxi.",
        ),
    )
    merge(child_id=again.id, into_id=lost.id, now=now - timedelta(hours=19), actor=agent)
    _request(
        made,
        "2fa-unavailable",
        "en",
        now - timedelta(hours=9),
        browser="maria",
        answers=_two_factor(
            cause="codes_refused",
            account_email="maria.silva@example.com",
            still_have_email="no",
            contact_email="maria.s@example.net",
            description="Every code is refused since I came back from a trip. The clock of my phone is right.",
        ),
        proven=False,
    )
    _request(
        made,
        "2fa-unavailable",
        "fr",
        now - timedelta(minutes=50),
        browser="hugo",
        answers=_two_factor(
            cause="changed",
            account_email="hugo.lambert@example.com",
            description="J’ai changé de téléphone et l’application d’authentification est vide sur le nouveau.",
        ),
    )
    _request(
        made,
        "documents-general",
        "en",
        now - timedelta(minutes=12),
        browser="nia",
        answers={"ticket_reference": "", "account_email": "nia.weber@example.com", "note": "", "consent": True},
        files=[
            ("bank-statement.pdf", _pdf(["Bank statement", "Transactions", "Summary"]), "bank_statement"),
            ("locked.pdf", _pdf(["Secret"], password="example"), "other"),  # noqa: S106  (a locked file to refuse),
        ],
    )
    _request(
        made, "video-verification", "fr", now - timedelta(minutes=35), browser="ines", answers=a_video_call(now, "ines")
    )
    call = _request(
        made, "video-verification", "en", now - timedelta(hours=6), browser="omar", answers=a_video_call(now, "omar")
    )
    agree(
        root_id=call.id,
        part_id=call.id,
        starts_at=proposals_of(ticket=call)[0].open(teams())[0].start,
        actor=agent,
        now=now - timedelta(hours=1),
        seen_event=last_event_id(ticket=call),
    )
    # Nobody of them exists: nobody is written to.
    Letter.objects.all().delete()
    return made


def _agent() -> "User":
    found = get_user_model().objects.filter(username=DEMO_AGENT).first()
    return found or create_agent(email=DEMO_AGENT, name="Demo Agent", role=Role.SUPERVISOR)


def _lost_device(now: datetime, **answers: Any) -> dict[str, Any]:
    usual = {
        "device_type": "phone",
        "when": (now - timedelta(days=2)).date().isoformat(),
        "still_have_email": "yes",
        "contact_email": "",
        "master_key_set": "unsure",
        "sim_blocked": "yes",
        "device_unlocked": "",
        "police_reference": "",
    }
    return usual | answers


def _two_factor(**answers: Any) -> dict[str, Any]:
    usual = {
        "method": "authenticator",
        "which": "sign_in",
        "master_key_set": "no",
        "gsl_on": "unsure",
        "still_have_email": "yes",
        "contact_email": "",
        "last_success": "",
    }
    return usual | answers


def _request(
    made: Made,
    slug: str,
    language: str,
    now: datetime,
    *,
    browser: str,
    answers: dict[str, Any],
    files: list[tuple[str, bytes, str]] | None = None,
    proven: bool = True,
) -> Ticket:
    device = BROWSER + browser
    draft = drafts.begin(request_type=slug, device=device, now=now)
    drafts.save_answers(draft=draft, answers=answers | {SEEN_FILES: "yes"}, now=now)
    for name, content, role in files or []:
        taken = take_files(tray_id=draft.tray_id, received=[_received(name, content, now)], limit=5, now=now)
        set_roles(tray_id=draft.tray_id, roles={each.id: role for each in taken.kept})
        made.files += len(taken.kept)
    ticket = send(draft_id=draft.id, device=device, language=language, now=now)
    made.requests += 1
    if proven and ticket.contact_email and not ticket.contact_proven_at:
        person = prove(device=device, address=ticket.contact_email, now=now)
        confirm_address(ticket_id=ticket.id, person=person, now=now, device=device)
    return ticket


def _received(name: str, content: bytes, now: datetime) -> ReceivedFile:
    file_id = new_id(now=now)
    storage.incoming_path(file_id).write_bytes(content)
    digest = hashlib.sha256(content).hexdigest()
    return ReceivedFile(file_id=file_id, name=name, size=len(content), sha256=digest, head=content)


def _drawn(text: str) -> Image.Image:
    picture = Image.new("RGB", (1000, 640), "#f1eef9")
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((40, 40, 960, 600), radius=36, fill="#ffffff", outline="#5132c4", width=6)
    pen.rounded_rectangle((90, 150, 330, 450), radius=18, fill="#dad5e8")
    for row in range(4):
        pen.rounded_rectangle((380, 170 + row * 70, 880 - row * 60, 200 + row * 70), radius=10, fill="#dad5e8")
    pen.text((90, 80), text, fill="#1a1530", font=ImageFont.load_default(size=40))
    pen.text((90, 520), "SPECIMEN", fill="#5132c4", font=ImageFont.load_default(size=40))
    return picture


def _picture(text: str, kind: str) -> bytes:
    out = io.BytesIO()
    _drawn(text).save(out, kind)
    return out.getvalue()


def _pdf(pages: list[str], *, password: str = "") -> bytes:
    drawn = [_drawn(text) for text in pages]
    plain, out = io.BytesIO(), io.BytesIO()
    drawn[0].save(plain, "PDF", save_all=True, append_images=drawn[1:])
    if not password:
        return plain.getvalue()
    with pikepdf.open(plain) as document:
        document.save(out, encryption=pikepdf.Encryption(user=password, owner=password))
    return out.getvalue()
