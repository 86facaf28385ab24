"""My username or password is refused (domain A6)."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import (
    Access,
    Answers,
    Asking,
    Ending,
    Group,
    HandOver,
    Is,
    RequestType,
    SelfHelp,
    Step,
    Tile,
    Words,
)
from forms_catalog.fields import choices, short_text
from forms_catalog.shared_notices import ACCOUNT_EMAIL, BROWSER, PROVED_FIRST, SCREENSHOT, USERNAME_REMINDER, WHAT_NEXT
from forms_catalog.shared_steps import (
    a_line,
    account_email,
    one_of,
    other_email,
    still_have_email,
    tell_us,
)
from tickets.states import Priority

ENOUGH_TRIED = 2


def tried_enough(cleaned: Answers, asking: Asking) -> Mapping[str, Words]:
    """Two ways tried, or a word on why not."""
    tried = [each for each in cleaned["tried"] if each != "none"]
    if len(tried) >= ENOUGH_TRIED or cleaned["why_not"]:
        return {}
    return {"why_not": _("Try one more thing and tick it, or say here why you could not")}


request = RequestType(
    slug="invalid-login",
    group=Group.ACCESS,
    title=_("Username or password refused"),
    tiles=(Tile.SIGN_IN,),
    summary=_("The sign-in page does not take what you enter, and you are sure of it."),
    keywords="invalid login, wrong username, invalid username, wrong username or password, login error, cannot log in, "
    "can’t sign in, sign in does not work, login failed, forgot username, username reminder, incorrect "
    "credentials, unable to access my account, can’t get in, login page does not load, identifiant invalide, "
    "identifiants incorrects, impossible de me connecter, je n’arrive pas à me connecter, connexion impossible, "
    "connexion refusée, erreur de connexion, nom d’utilisateur oublié, identifiant oublié, nom d’utilisateur "
    "incorrect, page de connexion blanche, je ne peux pas accéder à mon compte, unknown username, nom "
    "d’utilisateur inconnu, login loop, sign-in page keeps loading, page de connexion en boucle, je ne peux plus "
    "rentrer dans mon compte, it will not let me in, cannot get into my account, stuck on the sign-in page, "
    "impossible d’entrer dans mon compte, it says incorrect, it keeps saying wrong, ça dit incorrect",
    access=Access.LOCKED_OUT,
    queue="account-access",
    base_priority=Priority.NORMAL,
    tags=("access:invalid_login",),
    minutes=4,
    intro=(_("For a sign-in page that refuses your username or password, or does not open as it should."),),
    needs=(ACCOUNT_EMAIL, _("The exact words of the message")),
    reply=PROVED_FIRST,
    next_steps=WHAT_NEXT,
    self_help=SelfHelp(
        title=_("What most often helps"),
        intro=_("Check the caps lock key and what your password manager fills in. Then, one after the other:"),
        steps=(USERNAME_REMINDER, *BROWSER),
    ),
    steps=(
        one_of(
            slug="stopped-at",
            name="stopped_at",
            title=_("Where does signing in stop?"),
            options={
                "credentials": _("My username or password is refused"),
                "two_factor": _("My two-factor code is refused"),
                "disabled": _("It says that the account is locked or disabled"),
                "page": _("The page does not open or does not react"),
            },
            required=_("Select where signing in stops"),
        ),
        a_line(
            slug="message",
            name="error_text",
            title=_("What exactly does the message say?"),
            hint=_("Copy its words as they are, or say what you see instead."),
            required=_("Enter the words of the message"),
        ),
        one_of(
            slug="reminder",
            name="reminder",
            title=_("What did the username reminder say?"),
            hint=_("The exchange’s sign-in page sends it by mail."),
            options={
                "same": _("The name that I use"),
                "other_name": _("Another name"),
                "no_mail": _("No reminder came"),
                "not_asked": _("I have not asked for it"),
            },
            required=_("Select what the reminder said"),
        ),
        Step(
            slug="tried",
            title=_("What have you tried?"),
            hint=_("At least two of these, so that we need not ask you to."),
            check=tried_enough,
            fields=lambda: {
                "tried": choices(
                    _("What have you tried?"),
                    {
                        "reminder": _("The username reminder"),
                        "private_mode": _("A private window"),
                        "other_browser": _("Another browser"),
                        "other_connection": _("Another connection"),
                        "restart": _("Restarting the device"),
                        "cookies": _("Clearing the cookies"),
                        "none": _("None of these"),
                    },
                    required=_("Tick what you have tried, or “None of these”"),
                ),
                "why_not": short_text(_("Why you could not try more")),
            },
        ),
        Step(
            slug="browser",
            title=_("What do you sign in with?"),
            hint=_("The device that has the problem counts."),
            skip=_("I don’t know"),
            fields=lambda: {
                "device_os": short_text(
                    _("Device and system, like “Windows 11” or “iPhone”"), maximum=100, fills="system"
                ),
                "browser_version": short_text(_("Browser and version"), maximum=100, fills="browser"),
            },
        ),
        account_email,
        still_have_email,
        other_email(),
        tell_us,
    ),
    exits=(
        HandOver(
            when=Is("stopped_at", "two_factor"),
            to="2fa-unavailable",
            gives={"cause": "codes_refused", "which": "sign_in"},
            notice=_("For a refused code these questions fit better. Your answers and files came along."),
        ),
        HandOver(
            when=Is("stopped_at", "disabled"),
            to="account-disabled",
            notice=_("For a locked account these questions fit better. Your answers and files came along."),
        ),
        HandOver(
            when=Is("reminder", "no_mail"),
            to="no-emails",
            gives={"which_mail": ["username_reminder"]},
            notice=_("When no mail comes, these questions find the reason sooner. Your answers and files came along."),
        ),
    ),
    endings=(
        Ending(
            slug="end-other-name",
            when=Is("reminder", "other_name"),
            title=_("Sign in with the name in that mail"),
            paragraphs=(
                _("The reminder names the account that belongs to your address. That name is the right one."),
                _("Nothing was sent. If it is refused as well, go on from here."),
            ),
            steps=(
                _("Copy the name from the mail, without spaces before or after it."),
                _("Enter your password by hand: a password manager may still hold the one of another account."),
                _("If only the password is refused, ask for a reset, once."),
            ),
            anyway=_("It is refused as well"),
        ),
    ),
    files=SCREENSHOT,
    agent_checks=(
        _("Never say which of the two is wrong, nor whether the account exists."),
        _("Look at failed sign-ins: many from elsewhere belong to security."),
    ),
)
