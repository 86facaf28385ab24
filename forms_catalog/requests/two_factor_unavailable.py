"""The second factor cannot be used: new, broken or reset phone, lost app, refused codes (domain A3)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import (
    Access,
    Caution,
    Ending,
    Group,
    HandOver,
    Is,
    RequestType,
    SelfHelp,
    SelfHelpStep,
    Tile,
)
from forms_catalog.shared_notices import ACCOUNT_EMAIL, PROOF_NEXT, PROVED_FIRST
from forms_catalog.shared_steps import (
    account_email,
    master_key_known,
    one_of,
    other_email,
    settings_lock,
    still_have_email,
    tell_us,
    when_it_happened,
)
from tickets.changes import Change
from tickets.states import Priority

request = RequestType(
    slug="2fa-unavailable",
    group=Group.ACCESS,
    title=_("Two-factor authentication unavailable"),
    tiles=(
        Tile.SIGN_IN,
        Tile.DEVICE,
    ),
    summary=_("New, broken or reset phone, deleted app, or codes that are refused."),
    keywords="2fa not working, 2fa codes refused, authenticator wrong code, code invalid, two factor not working, new "
    "phone no codes, new phone authenticator, changed phone, phone broken, broken phone no code, phone reset, "
    "phone wiped, authenticator app deleted, lost my authenticator, lost access to 2fa, no access to my codes, "
    "remove 2fa, reset 2fa, disable 2fa, security key broken, yubikey not recognised, passkey not working, move "
    "authenticator to new phone, code not accepted, not receiving code, sms code does not arrive, backup code "
    "lost, double authentification indisponible, 2fa ne marche pas, codes refusés, code incorrect, code invalide, "
    "nouveau téléphone plus de codes, j’ai changé de téléphone, téléphone cassé, téléphone cassé plus de codes, "
    "téléphone réinitialisé, application authenticator supprimée, perdu l’application d’authentification, perdu "
    "mon 2fa, désactiver 2fa, supprimer la double authentification, réinitialiser la double authentification, clé "
    "de sécurité cassée, clé d’accès ne marche pas, je ne reçois pas le code, verification code refused, code de "
    "vérification refusé, phone wiped and 2fa gone, two-step verification stopped working, phone fell in water no "
    "codes, téléphone tombé dans l’eau plus de codes, turn off two factor, passkey not recognised on my new "
    "computer, six-digit code rejected, authenticator did not transfer to my new phone, authenticator is empty",
    access=Access.LOCKED_OUT,
    queue="account-access",
    base_priority=Priority.HIGH,
    four_eyes=Change.SECOND_FACTOR,
    tags=("access:2fa",),
    minutes=4,
    intro=(
        _(
            "For a second factor that you can no longer use: the app or device is broken, new, reset, or its codes are refused."
        ),
    ),
    needs=(ACCOUNT_EMAIL,),
    reply=PROVED_FIRST,
    next_steps=PROOF_NEXT,
    self_help=SelfHelp(
        title=_("Ways that may work right now"),
        intro=_("Each takes a few minutes. If one works, you are in without waiting for us."),
        steps=(
            SelfHelpStep(
                _("You set a master key"),
                _(
                    "On the exchange’s own sign-in page, follow the link for unavailable two-factor codes. Never type the key here."
                ),
            ),
            SelfHelpStep(
                _("You kept the setup key or a backup code"),
                _("Enter it in your authenticator app on the new device: the codes come back."),
            ),
            SelfHelpStep(
                _("You still have the old device"), _("Move the codes with the app’s own export, then sign in.")
            ),
            SelfHelpStep(
                _("Your codes are refused"), _("Set the phone’s date and time to automatic, then try the next code.")
            ),
        ),
    ),
    steps=(
        one_of(
            slug="what-changed",
            name="cause",
            title=_("Why can’t you use your second factor?"),
            options={
                "broken": _("The device is broken"),
                "changed": _("I have a new device"),
                "reset": _("The device was reset or wiped"),
                "app_deleted": _("The app was deleted"),
                "codes_refused": _("My codes are refused"),
                "key_broken": _("My security key is broken"),
                "lost": _("The device is lost"),
                "stolen": _("The device was stolen"),
            },
            required=_("Select why you can’t use your second factor"),
        ),
        one_of(
            slug="method",
            name="method",
            title=_("Which second factor was it?"),
            options={
                "authenticator": _("An authenticator app"),
                "security_key": _("A security key"),
                "passkey": _("A passkey"),
                "other": _("Something else"),
            },
            required=_("Select the second factor"),
        ),
        one_of(
            slug="where-asked",
            name="which",
            title=_("When are you asked for it?"),
            options={
                "sign_in": _("When I sign in"),
                "funding": _("When I deposit or withdraw"),
                "trading": _("When I trade"),
            },
            required=_("Select when you are asked for it"),
        ),
        master_key_known,
        settings_lock,
        account_email,
        still_have_email,
        other_email(),
        when_it_happened(
            slug="last-success",
            name="last_success",
            title=_("When did you last sign in?"),
            hint=_("Roughly is enough."),
        ),
        tell_us,
    ),
    cautions=(
        Caution(
            when=Is("gsl_on", "yes"),
            text=_(
                "The global settings lock stays on until its date. Even when you can sign in again, some settings cannot be "
                "changed before."
            ),
        ),
    ),
    exits=(
        HandOver(
            when=Is("cause", "lost", "stolen"),
            to="lost-device",
            carry={"cause": "device_state"},
            notice=_(
                "A lost or stolen device comes first: these questions protect your account sooner. "
                "Your answers and files came along."
            ),
        ),
    ),
    endings=(
        Ending(
            slug="end-inside",
            when=Is("which", "funding", "trading"),
            title=_("You can set this up again yourself"),
            paragraphs=(
                _("Only the second factor for signing in needs us. Once you are in, you can renew the others alone."),
                _("Nothing was sent. If you cannot sign in either, change your answer."),
            ),
            steps=(
                _("Sign in to the exchange and open the security settings."),
                _("Remove the two-factor method that no longer works, and add it again."),
                _("If the global settings lock is on, switch it off first, or wait for its date."),
            ),
            anyway=_("I cannot sign in either"),
        ),
        Ending(
            slug="end-master-key",
            when=Is("master_key_set", "yes"),
            title=_("With your master key you can get in now"),
            paragraphs=(
                _("With it you can get past the second factor yourself, in a few minutes. Nothing was sent."),
                _(
                    "Type the key on the exchange’s own page only. We never ask for it. If it does not work, change your answer."
                ),
            ),
            steps=(
                _("Open the exchange’s sign-in page from your own bookmark."),
                _("Enter your username and password, then choose the link for unavailable two-factor codes."),
                _("Enter the master key, and set up a new second factor."),
            ),
        ),
    ),
    agent_checks=(
        _("Identity by the follow-up questions, and a photo or a video call; two people decide."),
        _("Remove the second factor in the exchange’s own tool only, and announce the hold on withdrawals."),
        Caution(
            when=Is("master_key_set", "forgotten"),
            text=_(
                "A forgotten master key: the way around the second factor is closed, so the identity check is the only one."
            ),
        ),
    ),
)
