"""The letters about calls: the time on the customer's clocks and in UTC, with an entry for their calendar; never the call code."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from calls import calendar_file
from calls.booking import MOST_MISSED, missed
from calls.models import Appointment, CallState, Channel
from calls.telling import LETTER_OF
from calls.words import in_both_zones
from outbox.addresses import address_key
from outbox.letters import Action, Content, Enclosure, letter
from outbox.models import Letter
from tickets.links import issue_link, token_of
from tickets.telling import told


def _told(letter: Letter, state: CallState) -> Appointment | None:
    """The appointment a letter tells of, if that is still what there is to tell, and the address still its sender's."""
    found = Appointment.objects.select_related("ticket__joins").filter(id=letter.about, state=state).first()
    if found is None or letter.created_at < found.changed_at:
        return None
    return found if address_key(told(ticket=found.ticket).contact_email) == address_key(letter.address) else None


def _content(
    appointment: Appointment,
    now: datetime,
    *,
    subject: str,
    before: Sequence[str],
    after: Sequence[str],
    label: str,
    with_entry: bool = False,
) -> Content:
    ticket = told(ticket=appointment.ticket)
    link = issue_link(ticket=ticket, now=now)
    entry = calendar_file.calendar_file(
        appointment=appointment, url=settings.PUBLIC_URL + reverse("follow"), now=appointment.changed_at
    )
    enclosed = [Enclosure(name=calendar_file.NAME, media_type=calendar_file.MEDIA_TYPE, content=entry)]
    return Content(
        subject=f"{subject} – {ticket.reference}",
        paragraphs=[
            _("This is about your request %(reference)s.") % {"reference": ticket.reference},
            *before,
            *in_both_zones(appointment.starts_at, zone=appointment.zone),
            *after,
        ],
        action=Action(label=label, url=reverse("status", args=[token_of(link=link)])),
        enclosed=enclosed if with_entry else [],
    )


@letter(LETTER_OF[CallState.AGREED])
def agreed(*, letter: Letter, now: datetime) -> Content | None:
    """The time holds; what proves the caller stands on the page only."""
    appointment = _told(letter, CallState.AGREED)
    if appointment is None:
        return None
    by_video = appointment.channel == Channel.VIDEO
    before = [_("Your video call is at this time:") if by_video else _("An agent calls you at this time:")]
    if appointment.sequence:
        before.insert(0, _("It takes the place of every time that we told you before."))
    after = [
        _("The caller begins with a call code. It stands on the page of your request, and in no email."),
        _("Look it up in good time. A browser that did not send the request asks for one more email first."),
        _("No code, or a wrong one? Hang up: it is not us."),
    ]
    if by_video:
        after.append(_("The link to the call is a message on that page. Open no link that comes another way."))
    subject = _("The time of your call")
    label = _("Open the page of my request")
    return _content(appointment, now, subject=subject, before=before, after=after, label=label, with_entry=True)


@letter(LETTER_OF[CallState.PROPOSED])
def proposed(*, letter: Letter, now: datetime) -> Content | None:
    """An agent asks whether another time would do."""
    appointment = _told(letter, CallState.PROPOSED)
    if appointment is None or appointment.starts_at <= now:
        return None
    return _content(
        appointment,
        now,
        subject=_("Does this time suit you?"),
        before=[_("An agent proposes this time for your call:")],
        after=[_("It holds once you agree, on the page of your request.")],
        label=_("Agree, or say no"),
    )


@letter(LETTER_OF[CallState.CANCELLED])
def cancelled(*, letter: Letter, now: datetime) -> Content | None:
    """The time no longer holds; calendars drop it."""
    appointment = _told(letter, CallState.CANCELLED)
    if appointment is None:
        return None
    return _content(
        appointment,
        now,
        subject=_("Your call is called off"),
        before=[_("The call at this time is called off:")],
        after=[_("Whoever calls you then is not us.")],
        label=_("Open the page of my request"),
        with_entry=True,
    )


@letter(LETTER_OF[CallState.NO_SHOW])
def not_reached(*, letter: Letter, now: datetime) -> Content | None:
    """Nobody was there; what can be done about it."""
    appointment = _told(letter, CallState.NO_SHOW)
    if appointment is None:
        return None
    last = missed(ticket=appointment.ticket) >= MOST_MISSED
    return _content(
        appointment,
        now,
        subject=_("We did not reach you"),
        before=[_("We were there at this time, and did not reach you:")],
        after=[
            _("That was the second time: for another call, send a new request.")
            if last
            else _("Write to us on the page of your request which times suit you. An agent then proposes one.")
        ],
        label=_("Open the page of my request"),
    )
