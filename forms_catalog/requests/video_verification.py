"""A video call in which an agent sees that it is really you (domain B7)."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import (
    Access,
    Answers,
    Caution,
    Group,
    Is,
    RequestType,
    SelfHelp,
    SelfHelpStep,
    Tile,
    Words,
)
from forms_catalog.shared_notices import ACCOUNT_EMAIL, NOT_AGAIN
from forms_catalog.shared_steps import (
    a_longer_line,
    account_email,
    one_of,
    other_email,
    own_request,
    still_have_email,
)
from forms_catalog.slot_steps import their_zone, three_choices
from tickets.states import Priority

ACCESS_LOST = Is("purpose", "access")
NO_REMOTE = _("We never ask you to share your screen, to install a program or to let anybody control your device.")


def facts(answers: Answers, sent_at: datetime) -> Sequence[Words]:
    """What the agent should have before their eyes when they pick a time."""
    return (_("Needs help to take part: read it before you pick a time."),) if answers.get("accessibility_need") else ()


request = RequestType(
    slug="video-verification",
    group=Group.IDENTITY,
    title=_("Video verification"),
    tiles=(Tile.IDENTITY,),
    summary=_("An agent asked you for a video call, so that we see that it is you."),
    keywords="video call, video verification, verify by video, verify on video, zoom call, book a video call, video "
    "appointment, choose a date for the video call, change the date of my video call, identity video, face call, "
    "appel vidéo, vérification vidéo, vérification par vidéo, rendez-vous vidéo, visio, visioconférence, appel "
    "zoom, entretien vidéo, prendre rendez-vous en visio, changer la date de la visio, vérifier mon identité en "
    "vidéo, missed my video call, reschedule the video call, pick a time for the video call, rendez-vous vidéo "
    "manqué, reporter la visio",
    access=Access.LOCKED_OUT,
    queue="scheduling",
    base_priority=Priority.NORMAL,
    urgency=lambda answers: Priority.HIGH if ACCESS_LOST(answers) else Priority.NORMAL,
    tags=("call:video",),
    minutes=4,
    intro=(
        _("You propose three days. An agent picks one of them and writes to you with the time."),
        _("The call is a Zoom meeting in your browser: nothing to install, and no account needed."),
        NO_REMOTE,
    ),
    needs=(
        ACCOUNT_EMAIL,
        _("The reference of the request that it is about, if you have one"),
        _("For the call itself: your identity document, a camera, good light, and nobody beside you"),
    ),
    reply=_("An agent picks one of your times, usually within one working day."),
    next_steps=(
        _("An agent picks one of your times. You read it on the status page, and in an email."),
        _("Then the status page shows a call code. Whoever calls you reads it out first."),
        _("No code, or a wrong one? Hang up: it is not us."),
        NOT_AGAIN,
    ),
    at_once=SelfHelp(
        title=_("How to know that the call is ours"),
        intro=_("Thieves call too, and their pop-ups may say “Zoom”."),
        steps=(
            SelfHelpStep(
                _("Wait for the call code"),
                _("Whoever calls you reads out the words on your status page, before you show or say anything."),
            ),
            SelfHelpStep(
                _("Keep your screen and your device to yourself"),
                _("Refuse every window that asks to control it, whatever name it bears."),
            ),
            SelfHelpStep(
                _("Say no code and no password"),
                _("We ask for your face and your document, and for nothing that opens the account."),
            ),
        ),
    ),
    steps=(
        own_request(
            title=_("Which request is the call about?"),
            name="ticket_reference",
            hint=_("The reference begins with KS. If you sent that request from another browser, go on without it."),
            skip=_("Go on without a reference"),
        ),
        one_of(
            slug="purpose",
            name="purpose",
            title=_("What is the call for?"),
            options={
                "access": _("To get back into my account"),
                "identity": _("To verify my identity"),
                "change": _("To confirm a change of my details"),
                "unsure": _("I don’t know: an agent asked for it"),
            },
            required=_("Select what the call is for"),
        ),
        account_email,
        still_have_email,
        other_email(),
        one_of(
            slug="document",
            name="id_type",
            title=_("Which document will you show?"),
            hint=_("You show it to the camera; there is nothing to send."),
            options={
                "passport": _("Passport"),
                "id_card": _("National identity card"),
                "licence": _("Driving licence"),
                "permit": _("Residence permit"),
                "other": _("Something else"),
            },
            required=_("Select the document that you will show"),
        ),
        one_of(
            slug="language",
            name="language",
            title=_("In which language shall we speak?"),
            options={"en": _("In English"), "fr": _("In French")},
            required=_("Select the language of the call"),
        ),
        a_longer_line(
            slug="needs",
            name="accessibility_need",
            title=_("Do you need anything to take part?"),
            hint=_("For example sign language, subtitles or more time."),
            skip=_("Nothing special"),
        ),
        their_zone,
        three_choices,
    ),
    cautions=(Caution(when=Is("purpose", "access", "identity", "change", "unsure"), text=NO_REMOTE),),
    facts=facts,
    agent_checks=(
        _(
            "Open a new meeting for each customer: waiting room on, remote control off, no recording without their consent."
        ),
        _("Read the call code out first, before you ask for anything."),
        Caution(when=ACCESS_LOST, text=_("Tied to lost access: pick the earliest time that you can.")),
        _("Afterwards record how it went, and hand the request to verification."),
    ),
)
