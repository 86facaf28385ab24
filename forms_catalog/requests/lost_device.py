"""A phone, computer or security key is lost or stolen (domain A2)."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import (
    Access,
    All,
    Answers,
    Caution,
    Either,
    FilePolicy,
    Group,
    HandOver,
    Is,
    Not,
    RequestType,
    SelfHelp,
    SelfHelpStep,
    Step,
    Tile,
)
from forms_catalog.fields import short_text
from forms_catalog.shared_notices import ACCOUNT_EMAIL, NOT_AGAIN, READ_BY_AN_AGENT, wallet_seen
from forms_catalog.shared_steps import (
    YES_NO_UNSURE,
    account_email,
    any_of,
    description,
    one_of,
    other_email,
    still_have_email,
    when_it_happened,
)
from tickets.changes import Change
from tickets.states import Priority

STOLEN = Is("device_state", "stolen")
OPEN_TO_OTHERS = Either(Is("device_unlocked", "no"), Is("had_on_it", "mailbox"))
SIM_OPEN = All(Not(Is("sim_blocked", "yes")), Either(Is("device_type", "phone"), Is("had_on_it", "sim")))


def urgency(answers: Answers) -> Priority:
    """Stolen is urgent, lost is high (domain A2)."""
    return Priority.URGENT if STOLEN(answers) else Priority.HIGH


def tags(answers: Answers) -> Sequence[str]:
    """Lost or stolen; an incident when whoever has the device may be inside already."""
    if not STOLEN(answers):
        return ("sec:device_lost",)
    return ("sec:device_stolen", *(("sec:incident",) if OPEN_TO_OTHERS(answers) else ()))


request = RequestType(
    slug="lost-device",
    group=Group.ACCESS,
    title=_("Lost or stolen device"),
    tiles=(Tile.DEVICE,),
    summary=_("A phone, computer or security key you use to sign in is gone."),
    keywords="phone stolen, phone lost, lost my phone, stolen device, lost device, device stolen, laptop stolen, computer "
    "lost, tablet stolen, security key lost, yubikey stolen, phone gone, left my phone somewhere, robbed, my bag "
    "was stolen with my phone, téléphone volé, téléphone perdu, j’ai perdu mon téléphone, on m’a volé mon "
    "portable, vol de téléphone, appareil perdu, appareil volé, ordinateur volé, ordinateur perdu, tablette "
    "volée, clé de sécurité perdue, sac volé avec mon téléphone, lost my phone with the authenticator on it, left "
    "my phone with my codes on it, téléphone perdu avec mes codes, cannot find my phone, burglary, mugged, "
    "cambriolage, I no longer have my phone, I do not have my phone anymore, je n’ai plus mon téléphone, plus mon "
    "portable",
    access=Access.LOCKED_OUT,
    worked_unconfirmed=True,
    queue="security-response",
    base_priority=Priority.HIGH,
    four_eyes=Change.SECOND_FACTOR,
    urgency=urgency,
    tags=tags,
    minutes=4,
    intro=(
        _(
            "This is for a device that is lost or stolen. If yours is broken, replaced or wiped, we take you to the right questions."
        ),
        _("Right after sending, keep the status page open: it is where our answer appears."),
    ),
    needs=(ACCOUNT_EMAIL, _("A police report, if you have one")),
    reply=_("An agent looks at stolen devices first, day and night."),
    next_steps=(
        READ_BY_AN_AGENT,
        _("Meanwhile, lock or wipe the device from afar."),
        Caution(when=SIM_OPEN, text=_("Ask your phone operator to block the SIM card.")),
        _("Change the password of your mailbox from a device you trust."),
        NOT_AGAIN,
    ),
    at_once=SelfHelp(
        title=_("Three things that protect you now"),
        intro=_("Do them before or after you write to us, on a device that you still have."),
        steps=(
            SelfHelpStep(
                _("Lock or wipe the device from afar"),
                _("Use “Find my device” of Apple, Google or Samsung on another device."),
            ),
            SelfHelpStep(
                _("Tell your phone operator"), _("Ask to block the SIM card, so that nobody receives your messages.")
            ),
            SelfHelpStep(
                _("Change the password of your mailbox"),
                _("Do it on a device you trust. Whoever reads your mail can reset other accounts."),
            ),
        ),
    ),
    steps=(
        one_of(
            slug="what-happened",
            name="device_state",
            title=_("What happened to your device?"),
            options={
                "lost": _("Lost"),
                "stolen": _("Stolen"),
                "broken": _("Broken"),
                "changed": _("Replaced by a new one"),
                "reset": _("Reset or wiped"),
            },
            required=_("Select what happened to your device"),
        ),
        one_of(
            slug="device",
            name="device_type",
            title=_("Which device is it?"),
            options={
                "phone": _("Phone"),
                "tablet": _("Tablet"),
                "computer": _("Computer"),
                "security_key": _("Security key"),
            },
            required=_("Select the device"),
        ),
        when_it_happened(slug="when", name="when", title=_("When did you last have it?"), hint=_("The day is enough.")),
        any_of(
            slug="on-it",
            name="had_on_it",
            title=_("What was on the device?"),
            hint=_("Tick all that apply. It tells us what to protect first."),
            when=Not(Is("device_type", "security_key")),
            options={
                "authenticator": _("An authenticator app"),
                "exchange_app": _("The exchange’s app"),
                "mailbox": _("My mailbox"),
                "wallet": _("A wallet app"),
                "passwords": _("Saved passwords"),
                "sim": _("My SIM card"),
            },
        ),
        one_of(
            slug="screen-lock",
            name="device_unlocked",
            title=_("Did it have a screen lock?"),
            hint=_("A code, a fingerprint or a face."),
            when=All(Is("device_state", "stolen"), Not(Is("device_type", "security_key"))),
            options=YES_NO_UNSURE,
            required=_("Select whether it had a screen lock"),
        ),
        account_email,
        still_have_email,
        other_email(),
        one_of(
            slug="master-key",
            name="master_key_set",
            title=_("Did you set a master key?"),
            hint=_(
                "You would have set it yourself, in the security settings. Never write the key itself, here or anywhere else."
            ),
            options=YES_NO_UNSURE,
            required=_("Select whether you set a master key"),
        ),
        one_of(
            slug="sim",
            name="sim_blocked",
            title=_("Is the SIM card blocked?"),
            when=Is("device_type", "phone"),
            options=YES_NO_UNSURE,
            required=_("Select whether the SIM card is blocked"),
        ),
        Step(
            slug="police",
            title=_("Do you have a police report number?"),
            when=Is("device_state", "stolen"),
            skip=_("I don’t have one"),
            fields=lambda: {"police_reference": short_text(_("Police report number"), maximum=100)},
        ),
        description(
            title=_("Tell us what happened"),
            hint=_("Where, how, and anything odd since then. Never write a code or a password."),
        ),
    ),
    cautions=(wallet_seen(Is("had_on_it", "wallet")),),
    exits=(
        HandOver(
            when=Is("device_state", "broken", "changed", "reset"),
            to="2fa-unavailable",
            carry={"device_state": "cause"},
            # There “yes” also says that the person knows the key, which nobody has asked here.
            leave=("master_key_set",),
            notice=_(
                "A device that is broken, replaced or reset is not lost: these questions fit better. "
                "Your answers and files came along."
            ),
        ),
    ),
    files=FilePolicy(
        title=_("Add documents, if you have any"),
        hint=_("A police report helps. You can also send documents later."),
        roles={"police_report": _("Police report"), "other": _("Something else")},
    ),
    agent_checks=(
        _("Ask to end all sessions and API keys of the account at once."),
        Caution(
            when=All(STOLEN, OPEN_TO_OTHERS),
            text=_("Stolen, and without a screen lock or with the mailbox on it: handle it as unusual activity."),
        ),
        _("Then identity: follow-up questions, a photo, or a video call."),
    ),
)
