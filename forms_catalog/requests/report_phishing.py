"""A fake site, message, number or profile is reported; no account is asked (domain G3)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import (
    Access,
    FilePolicy,
    Group,
    HandOver,
    Is,
    RequestType,
    SelfHelp,
    SelfHelpStep,
    Step,
)
from forms_catalog.fields import choices, email, identifiers
from forms_catalog.shared_steps import description, one_of
from tickets.states import Priority

request = RequestType(
    slug="report-phishing",
    group=Group.ACCESS,
    title=_("Report a fake site, message or profile"),
    summary=_("Somebody pretends to be us, and you gave nothing away."),
    keywords="fake advert, ad that uses your name, fausse publicité, phishing, fake site, fake website, fake email, fake "
    "support number, fake support called me, somebody pretends to be you, impersonation, impostor, scam website, "
    "scam email, scam text message, fake profile, fake app, fake Telegram group, is this really you, is this "
    "number yours, is this email from you, is it legit, suspicious email, suspicious text message, suspicious "
    "link, unexpected call, hameçonnage, faux site, site frauduleux, faux mail, mail frauduleux, mail suspect, "
    "SMS frauduleux, SMS suspect, faux support, faux numéro, faux conseiller, faux profil, fausse application, "
    "faux groupe Telegram, usurpation, quelqu’un se fait passer pour vous, on m’a appelé en se faisant passer "
    "pour le support, appel suspect, signaler une arnaque, est-ce vraiment vous, ce mail vient- il de vous, ce "
    "numéro est-il à vous, site qui vous imite, lien suspect, weird text message asking for my code, message "
    "asking for my code, SMS qui demande mon code, fake account on social media, somebody uses your logo, is this "
    "site yours, strange message with a link, faux compte sur les réseaux sociaux, message bizarre avec un lien",
    access=Access.ANYONE,
    queue="security-response",
    base_priority=Priority.NORMAL,
    tags=("sec:phishing",),
    minutes=2,
    intro=(
        _("Thank you for telling us: it protects other people. You need no account for this."),
        _(
            "If you gave them a password, a code, money or access to your device, say so: we take you to the urgent questions."
        ),
    ),
    needs=(_("The address, number or name they used"), _("A screenshot, if you have one")),
    reply=_("We act on every report. We answer when we need to know more."),
    next_steps=(
        _("Our security team looks at it and has the fake taken down where that is possible."),
        _("Do not answer them, and do not open the link again."),
    ),
    at_once=SelfHelp(
        title=_("Not sure whether it was us?"),
        intro=_("Three things tell you at once. “Is it really us?” at the top of this page has them all."),
        steps=(
            SelfHelpStep(
                _("They asked for a code, a password or a phrase"),
                _("Then it was not us. We never ask for any of them."),
            ),
            SelfHelpStep(
                _("They told you to move money or to hurry"),
                _("Then it was not us. Nobody here puts you under pressure."),
            ),
            SelfHelpStep(
                _("They named no reference, or not yours"),
                _(
                    "Whatever we ask of you stands on the status page of your request. What is not there is not from us."
                ),
            ),
        ),
    ),
    agent_checks=(
        _("Open none of the addresses: they are kept unclickable on purpose."),
        _(
            "Collect the addresses for take-down; if the person gave something away after all, treat it as suspicious activity."
        ),
    ),
    steps=(
        one_of(
            slug="gave",
            name="gave_something",
            title=_("Did you give them anything?"),
            hint=_("A password, a code, money, a document, or access to your device."),
            options={"no": _("No, nothing"), "yes": _("Yes, or I am not sure")},
            required=_("Select whether you gave them anything"),
        ),
        Step(
            slug="channel",
            title=_("How did they reach you?"),
            hint=_("Tick all that apply."),
            fields=lambda: {
                "scam_channel": choices(
                    _("How did they reach you?"),
                    {
                        "website": _("A website"),
                        "mail": _("Email"),
                        "sms": _("Text message"),
                        "phone": _("Phone call"),
                        "x": "X",
                        "telegram": "Telegram",
                        "facebook": "Facebook",
                        "reddit": "Reddit",
                        "app": _("An app"),
                        "remote_tool": _("A program for remote access"),
                    },
                    required=_("Tick how they reached you"),
                )
            },
        ),
        Step(
            slug="who",
            title=_("Which address, number or name did they use?"),
            hint=_("One per line. We keep it in a form that nobody can click on."),
            skip=_("I don’t have it any more"),
            fields=lambda: {"scam_identifiers": identifiers(_("Addresses, numbers or names"))},
        ),
        description(
            title=_("What did they say or want?"),
            hint=_("A few words are enough. Never write a code or a password."),
        ),
        Step(
            slug="contact-email",
            title=_("May we write to you if we have a question?"),
            skip=_("No, this is all I know"),
            fields=lambda: {
                "contact_email": email(_("Contact email"), required=_("Enter an email address that you can read"))
            },
        ),
    ),
    exits=(
        HandOver(
            when=Is("gave_something", "yes"),
            to="suspicious-activity",
            notice=_(
                "Something was given away, so we first make sure that your account is safe. Your answers came along."
            ),
        ),
    ),
    files=FilePolicy(
        title=_("Add a screenshot, if you have one"),
        hint=_("A picture of the site, the message or the profile helps to have it taken down."),
        roles={"screenshot": _("Screenshot"), "other": _("Something else")},
    ),
)
