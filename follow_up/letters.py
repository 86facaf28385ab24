"""The letters about requests. Each is fixed text with links of ours: nothing that anybody typed stands in any of them."""

from collections.abc import Sequence
from datetime import datetime

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.challenges import code_of, is_live
from accounts.limits import CODE_MINUTES
from accounts.models import Challenge
from attachments.judging import wanted_again
from follow_up import asking
from follow_up.objecting import token_to_disown
from operations.dates import moment_in_words
from outbox.addresses import address_key
from outbox.letters import Action, Content, letter
from outbox.models import Letter
from tickets import passes, telling
from tickets.actions.ask_for_proof import PURPOSE, link_token, ticket_of_link
from tickets.approvals import open_approval
from tickets.changes import Change
from tickets.links import issue_link, token_of
from tickets.models import Pass, Ticket
from tickets.readers import own_tickets, sent_by_invitation
from tickets.states import OVER, State


def _about(told: Letter) -> Ticket | None:
    """The ticket a letter tells of, unless its address was corrected since: then the letter is not its sender's."""
    ticket = Ticket.objects.select_related("survivor").filter(id=told.about).first()
    fits = ticket is not None and address_key(ticket.contact_email) == address_key(told.address)
    return ticket if fits else None


def _status_link(ticket: Ticket, now: datetime, label: str) -> Action:
    """A fresh link; those in older letters go on living."""
    link = issue_link(ticket=ticket, now=now)
    return Action(label=label, url=reverse("status", args=[token_of(link=link)]))


def _named(subject: str, ticket: Ticket) -> str:
    return f"{subject} – {ticket.reference}"


def _of_request(ticket: Ticket) -> str:
    return _("This is about your request %(reference)s.") % {"reference": ticket.reference}


@letter(PURPOSE)
def confirm_your_address(*, letter: Letter, now: datetime) -> Content | None:
    """The code for the browser that sent the request, and a link for every other."""
    challenge = Challenge.objects.filter(id=letter.about).first()
    if challenge is None:
        return None
    token = link_token(challenge=challenge)
    ticket = ticket_of_link(token=token, now=now)
    if ticket is None:
        return None
    days = settings.CONFIRM_LINK_DAYS
    with_code = is_live(challenge=challenge, now=now)
    paragraphs = [
        _("Somebody sent us the request %(reference)s and gave this address for our answer.")
        % {"reference": ticket.reference},
        _("Was it you? Then confirm that the address is yours."),
    ]
    if with_code:
        paragraphs.append(_("Enter this code on the page that you saw after sending, or use the button below."))
    return Content(
        subject=_named(_("Confirm your address"), ticket),
        paragraphs=paragraphs,
        code=code_of(challenge=challenge) if with_code else "",
        action=Action(label=_("Confirm the address"), url=reverse("confirm_address", args=[token])),
        closing=[
            _("The code works for %(minutes)d minutes, only in the browser that sent the request.")
            % {"minutes": CODE_MINUTES},
            ngettext("The button works for %(days)d day.", "The button works for %(days)d days.", days)
            % {"days": days},
            _("If it was not you, do nothing. A link at the end of this email stops others like it."),
        ][0 if with_code else 1 :],
    )


@letter(telling.RECEIVED)
def received(*, letter: Letter, now: datetime) -> Content | None:
    """We have it, and this is where to follow it."""
    ticket = _about(letter)
    if ticket is None:
        return None
    return Content(
        subject=_named(_("We have your request"), ticket),
        paragraphs=[
            _("Your request has arrived. Its reference is %(reference)s.") % {"reference": ticket.reference},
            _("An agent reads it. You see how it stands at any time, without signing in."),
        ],
        action=_status_link(ticket, now, _("Follow my request")),
        closing=_about_the_link(),
    )


def _about_the_link() -> Sequence[str]:
    return [_("The link shows the state of your request, no names and no messages.")]


@letter(telling.ANSWERED)
def answered(*, letter: Letter, now: datetime) -> Content | None:
    """An agent wrote; what they wrote is read on the page, never in a letter."""
    ticket = _about(letter)
    if ticket is None or _told_by_another(letter):
        return None
    return Content(
        subject=_named(_("An agent has answered"), ticket),
        paragraphs=[
            _of_request(ticket),
            _("An agent has written to you. To protect you, the message is not in this email."),
        ],
        action=_status_link(ticket, now, _("Read the answer")),
        closing=_how_to_read(),
    )


def _told_by_another(told: Letter) -> bool:
    """Whether the same press of a button also asked for something, or closed the request: one letter is enough."""
    more = Letter.objects.filter(about=told.about, kind__in=(telling.NEEDS_YOU, telling.SOLVED))
    return more.filter(created_at__gte=told.created_at).exists()


def _how_to_read() -> Sequence[str]:
    return [
        _("The messages open in the browser that sent the request, or when you are signed in."),
        _("On any other device, the page offers to send you a link that opens them."),
    ]


@letter(telling.NEEDS_YOU)
def needs_you(*, letter: Letter, now: datetime) -> Content | None:
    """An agent cannot go on without the customer. Not sent any more when it is settled."""
    ticket = _about(letter)
    if ticket is None or ticket.survivor.state != State.PENDING:
        return None
    return Content(
        subject=_named(_("We need something from you"), ticket),
        paragraphs=[
            _of_request(ticket),
            _("An agent has asked you something, and goes on as soon as you answer."),
            _("Answer on the page of your request, not to this email."),
        ],
        action=_status_link(ticket, now, _("See what we need")),
        closing=_how_to_read(),
    )


@letter(telling.DOCUMENT_AGAIN)
def document_again(*, letter: Letter, now: datetime) -> Content | None:
    """A document must come again; which and why is read on the page. Not sent any more when it came meanwhile."""
    ticket = _about(letter)
    own = own_tickets(ticket=ticket, proven=True) if ticket else []
    if ticket is None or not wanted_again(tickets=[*own, *sent_by_invitation(tickets=own)]):
        return None
    return Content(
        subject=_named(_("A document must be sent again"), ticket),
        paragraphs=[
            _of_request(ticket),
            _("An agent has looked at your documents, and one or more of them will not do."),
            _("The page of your request says which, why, and what to send instead."),
            _("Send it there, and never by email."),
        ],
        action=_status_link(ticket, now, _("See which document")),
        closing=_how_to_read(),
    )


@letter(telling.SOLVED)
def solved(*, letter: Letter, now: datetime) -> Content | None:
    """It is closed, and can be opened again for some days."""
    ticket = _about(letter)
    if ticket is None or ticket.survivor.state not in OVER:
        return None
    days = settings.REOPEN_DAYS
    paragraphs = [_of_request(ticket), _("The request is closed.")]
    if ticket.survivor.state == State.SOLVED:
        paragraphs.append(
            ngettext(
                "Is it not settled? You can reopen it on its page within %(days)d day.",
                "Is it not settled? You can reopen it on its page within %(days)d days.",
                days,
            )
            % {"days": days}
        )
    return Content(
        subject=_named(_("Your request is closed"), ticket),
        paragraphs=paragraphs,
        action=_status_link(ticket, now, _("Open the page of my request")),
        closing=_how_to_read(),
    )


@letter(passes.LETTER)
def conversation_link(*, letter: Letter, now: datetime) -> Content | None:
    """The link that opens the words, once, in one browser. Not sent any more when it has ended."""
    made = Pass.objects.select_related("ticket").filter(id=letter.about, device="", ends_at__gt=now).first()
    if made is None or address_key(made.ticket.contact_email) != address_key(letter.address):
        return None
    minutes = settings.PASS_MINUTES
    return Content(
        subject=_named(_("The link to your messages"), made.ticket),
        paragraphs=[
            _of_request(made.ticket),
            _("The button opens its messages, in the first browser that uses it and in no other."),
        ],
        action=Action(label=_("Open the messages"), url=reverse("conversation", args=[passes.token_of(made=made)])),
        closing=[
            ngettext("It works once, within %(minutes)d minute.", "It works once, within %(minutes)d minutes.", minutes)
            % {"minutes": minutes},
            _("Share it with nobody. If you did not ask for it, do nothing."),
        ],
    )


@letter(asking.LETTER)
def way_back(*, letter: Letter, now: datetime) -> Content | None:
    """A link for whoever knew the reference and the address. When the two do not fit, nothing is sent."""
    ticket = _about(letter)
    if ticket is None:
        return None
    return Content(
        subject=_named(_("The link to your request"), ticket),
        paragraphs=[
            _of_request(ticket),
            _("You asked us for a link to its page. Here it is."),
        ],
        action=_status_link(ticket, now, _("Follow my request")),
        closing=[*_about_the_link(), _("If you did not ask for it, do nothing.")],
    )


@letter(telling.NOT_YOURS)
def not_yours(*, letter: Letter, now: datetime) -> Content | None:
    """To the account's own address, when the answer is wanted elsewhere: its owner can object."""
    ticket = Ticket.objects.filter(id=letter.about, disowned_at__isnull=True).first()
    if ticket is None or address_key(ticket.account_email) != address_key(letter.address):
        return None
    return Content(
        subject=_("A request about an account with your address"),
        paragraphs=[
            _("Somebody sent us a request and named this address as the one of their account."),
            _("They want our answer at another address, for example because they cannot read this one."),
            _("Was it you? Then there is nothing to do."),
            _("Was it not you? Tell us with the button. The agents see it before they answer."),
        ],
        action=Action(label=_("It was not me"), url=reverse("not_mine", args=[token_to_disown(ticket=ticket)])),
    )


@letter(telling.TAKES_EFFECT)
def takes_effect(*, letter: Letter, now: datetime) -> Content | None:
    """To the account's own address, whoever asked: what changes and when, and the button that stops it."""
    ticket = Ticket.objects.filter(id=letter.about, disowned_at__isnull=True).first()
    if ticket is None or address_key(ticket.account_email) != address_key(letter.address):
        return None
    approval = open_approval(ticket_id=ticket.id)
    if approval is None or approval.takes_effect_at is None:
        return None
    return Content(
        subject=_named(_("A change to your account takes effect soon"), ticket),
        paragraphs=[
            _("This is what changes: %(change)s. Two agents have checked the request.")
            % {"change": Change(approval.change).label},
            _("The change takes effect after %(time)s (UTC).") % {"time": moment_in_words(approval.takes_effect_at)},
            _("Was it you? Then there is nothing to do."),
            _("Was it not you? The button stops the change, and agents look at it first."),
        ],
        action=Action(label=_("It was not me"), url=reverse("not_mine", args=[token_to_disown(ticket=ticket)])),
        closing=[_("Nobody can ask you to undo this by phone or chat. If somebody does, it is not us.")],
    )


@letter(telling.SECURE_NOW)
def secure_now(*, letter: Letter, now: datetime) -> Content | None:
    """What protects somebody whose device or account is in other hands, before any agent has read a word."""
    ticket = _about(letter)
    if ticket is None:
        return None
    return Content(
        subject=_named(_("Protect yourself now"), ticket),
        paragraphs=[
            _("We have the request %(reference)s, and agents look at it first.") % {"reference": ticket.reference},
            _("Do these four things now, on a device that you trust:"),
            _("1. Change the password of your mailbox, and sign out all other devices there."),
            _("2. Lock or wipe a lost device from afar, with the service of its maker."),
            _("3. If the SIM card is not blocked yet, ask your phone operator to block it."),
            _("4. Answer nobody who calls or writes to you about this and asks for a code or for money."),
        ],
        action=_status_link(ticket, now, _("Follow my request")),
        closing=[_("If you did not send this request, do nothing.")],
    )
