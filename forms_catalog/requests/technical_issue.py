"""The exchange's site, app or API does not work as it should (domain D6)."""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from forms_catalog.browsers import browser_of, system_of
from forms_catalog.definition import (
    Access,
    Answers,
    Caution,
    FilePolicy,
    Group,
    Is,
    RequestType,
    SelfHelp,
    SelfHelpStep,
    Step,
)
from forms_catalog.fields import details, moment, moment_has_come, short_text
from forms_catalog.shared_notices import BROWSER, WHAT_NEXT
from forms_catalog.shared_steps import a_line, anything_else, one_of, other_email
from tickets.states import Priority

BY_API = Is("where", "api")
ON_THIS_DEVICE = Is("same_device", "yes")


def versions(answers: Answers, user_agent: str) -> Mapping[str, Any]:
    """What this browser says of itself, if the person agreed that it is the one and may be read."""
    if not ON_THIS_DEVICE(answers):
        return {}
    system = {"os_version": system_of(user_agent=user_agent)}
    # An app's version is known to the app alone.
    return system | (
        {"browser_or_app_version": browser_of(user_agent=user_agent)} if Is("where", "web")(answers) else {}
    )


request = RequestType(
    slug="technical-issue",
    group=Group.MONEY,
    title=_("Technical problem"),
    summary=_("The exchange’s site, app or API shows an error or does not react."),
    keywords="technical problem, technical issue, bug, app keeps crashing, app does not open, site down, website down, "
    "website not loading, page does not load, blank page, error message, error code, error 500, server error, API "
    "error, API not working, API key does not work, websocket, chart not loading, button does not work, problème "
    "technique, bogue, bug, l’appli plante tout le temps, l’application ne s’ouvre pas, site en panne, site "
    "inaccessible, page blanche, la page ne charge pas, message d’erreur, code d’erreur, erreur serveur, erreur "
    "API, API ne marche pas, graphique ne s’affiche pas, bouton ne marche pas, app is frozen, white screen, the "
    "app is slow, l’appli est bloquée, écran blanc, l’appli rame, site does not react, le site ne répond pas",
    access=Access.ANYONE,
    queue="technical",
    base_priority=Priority.NORMAL,
    tags=("tech:bug",),
    minutes=6,
    intro=(
        _("For errors of the exchange’s site, app or API. If you cannot sign in, choose that request instead."),
        _("The exact time and the exact words of the error let us find it in our records."),
    ),
    needs=(_("The exact time and the words of the error"), _("A screenshot, if you can make one")),
    reply=_("Complex faults take longer. The status page shows how far we are."),
    next_steps=(_("Our technical team tries to see the same fault."), *WHAT_NEXT),
    self_help=SelfHelp(
        title=_("What most often helps"),
        intro=_("If the fault is known, the exchange’s status page says so. Else, one after the other:"),
        steps=(
            SelfHelpStep(
                _("Look at the status page of the exchange"),
                _("A fault that is listed there is being mended: you need not report it."),
            ),
            *BROWSER,
        ),
    ),
    steps=(
        one_of(
            slug="where",
            name="where",
            title=_("Where does it happen?"),
            options={
                "web": _("On the website"),
                "app": _("In the app"),
                "pro": _("In the trading platform for professionals"),
                "api": _("With the API"),
                "other": _("Somewhere else"),
            },
            required=_("Select where it happens"),
        ),
        one_of(
            slug="device",
            name="same_device",
            title=_("Does it happen on the device you use now?"),
            hint=_("If so, this page can read from your browser what it is and on what it runs. You can change it."),
            options={
                "yes": _("Yes, fill in what it says of itself"),
                "no": _("No, or I would rather write it myself"),
            },
            required=_("Select whether it is the device you use now"),
        ),
        Step(
            slug="versions",
            title=_("Which system and which version?"),
            hint=_("The device that has the problem counts."),
            from_browser=versions,
            fields=lambda: {
                "os_version": short_text(
                    _("Device and system, like “Windows 11” or “iPhone”"),
                    required=_("Enter the device and its system"),
                    maximum=100,
                ),
                "browser_or_app_version": short_text(
                    _("Browser, app or program, with its version"),
                    required=_("Enter the browser, app or program; without a version if you cannot find it"),
                    maximum=100,
                ),
            },
        ),
        Step(
            slug="when",
            title=_("When exactly did it happen?"),
            hint=_("The last time, to the minute. With your zone we find that moment in our records."),
            check=moment_has_come("when"),
            fields=lambda: {
                "when": moment(
                    _("When exactly did it happen?"), required=_("Enter the day, the time and your time zone")
                )
            },
        ),
        a_line(
            slug="error",
            name="error_text",
            title=_("What exactly does the error say?"),
            hint=_("Copy its words or its code as they are. Never write an API secret."),
            skip=_("There is no message"),
        ),
        Step(
            slug="steps",
            title=_("What did you do before it happened?"),
            hint=_("One thing after the other, so that we can do the same."),
            fields=lambda: {"steps": details(_("What did you do before it happened?"), maximum=5_000)},
        ),
        Step(
            slug="what",
            title=_("What did you expect, and what did you see?"),
            hint=_("A few words each are enough."),
            fields=lambda: {
                "expected": details(_("What you expected"), minimum=3, maximum=3_000),
                "seen": details(_("What you saw"), minimum=3, maximum=3_000),
            },
        ),
        one_of(
            slug="frequency",
            name="frequency",
            title=_("How often does it happen?"),
            options={"always": _("Every time"), "sometimes": _("Sometimes"), "once": _("Only once so far")},
            required=_("Select how often it happens"),
        ),
        one_of(
            slug="impact",
            name="impact",
            title=_("What does it keep you from?"),
            options={
                "money": _("Moving or trading money"),
                "account": _("Using another part of my account"),
                "nothing": _("Nothing important"),
            },
            required=_("Select what it keeps you from"),
        ),
        other_email(when=None),
        anything_else,
    ),
    files=FilePolicy(
        title=_("Add screenshots of the error"),
        hint=_("They help most with the whole window and the time in them. Cover balances and codes."),
        roles={"screenshot": _("Screenshot"), "other": _("Something else")},
    ),
    agent_checks=(
        _("Try to see the same fault, and link the request to its incident if there is one."),
        _("When it is mended, tell everybody whose request is linked."),
        Caution(when=BY_API, text=_("Never ask for an API key or its secret: the time and the call are enough.")),
    ),
)
