"""Questions that only the owner of an account can answer, asked by invitation (domain A10)."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Access, Answers, Caution, Group, Is, RequestType, Step, Words
from forms_catalog.fields import choices, details, has_come, month, past_day
from forms_catalog.shared_notices import NOT_AGAIN, READ_BY_AN_AGENT
from forms_catalog.shared_steps import any_of, one_of
from tickets.states import Priority

FORGOTTEN = _("I don’t remember")
YES_NO_FORGOTTEN = {"yes": _("Yes"), "no": _("No"), "forgotten": FORGOTTEN}
SCAM = Is("told_to_move_funds", "yes")


def tags(answers: Answers) -> Sequence[str]:
    """Whoever is told to move funds is being cheated at this moment."""
    return ("access:follow_up", *(("sec:scam",) if SCAM(answers) else ()))


def in_words(slug: str, name: str, title: Words, hint: Words, skip: Words = FORGOTTEN) -> Step:
    """A question answered in a few sentences, or not at all."""
    return Step(
        slug=slug,
        title=title,
        hint=hint,
        skip=skip,
        fields=lambda: {name: details(title, minimum=0, maximum=2_000, required=False)},
    )


request = RequestType(
    slug="access-follow-up",
    group=Group.ACCESS,
    title=_("Follow-up questions on account access"),
    summary=_("Questions that an agent invited you to answer, so that we know it is you."),
    keywords="follow-up questions, questions about access, questions you sent me, security questions, invitation to answer questions, "
    "questions de suivi, questions sur l’accès, questions de sécurité, questionnaire sur l’accès au compte, invitation à répondre",
    access=Access.INVITED,
    queue="account-access",
    base_priority=Priority.HIGH,
    urgency=lambda answers: Priority.URGENT if SCAM(answers) else Priority.HIGH,
    tags=tags,
    minutes=6,
    intro=(
        _("Your answers are compared with what we know, so that nobody else gets into your account."),
        _("An honest “I don’t remember” is better than a guess. No single answer decides."),
    ),
    reply=_("An agent compares your answers; no machine decides."),
    next_steps=(READ_BY_AN_AGENT, NOT_AGAIN),
    steps=(
        in_words(
            "places",
            "usual_places",
            _("Where do you usually sign in from?"),
            _("Countries and cities, like “Belgium, Ghent”."),
        ),
        in_words(
            "devices",
            "usual_devices",
            _("Which devices and networks do you usually use?"),
            _("For example an iPhone and a Windows laptop, at home and at work."),
        ),
        in_words(
            "now",
            "present_place",
            _("Where are you now, on which device, and why is it different?"),
            _("For example on a trip, with a friend’s laptop."),
            skip=_("Nothing is different"),
        ),
        Step(
            slug="opened",
            title=_("In which month did you open the account?"),
            hint=_("Roughly is enough."),
            check=has_come("opened_month"),
            skip=FORGOTTEN,
            fields=lambda: {"opened_month": month(_("In which month did you open the account?"))},
        ),
        Step(
            slug="last-success",
            title=_("When did you last sign in?"),
            hint=_("Roughly is enough."),
            check=has_come("last_success"),
            skip=FORGOTTEN,
            fields=lambda: {"last_success": past_day(_("When did you last sign in?"))},
        ),
        Step(
            slug="funding",
            title=_("How did you ever put money into the account?"),
            hint=_("The ways only; never a number."),
            skip=FORGOTTEN,
            fields=lambda: {
                "funding_ways": choices(
                    _("How did you ever put money into the account?"),
                    {
                        "bank": _("Bank transfer"),
                        "card": _("Card"),
                        "crypto": _("Crypto deposit"),
                        "other": _("Another way"),
                        "never": _("Never"),
                    },
                )
            },
        ),
        in_words(
            "assets", "assets_held", _("Which assets do you hold there?"), _("Their names only; we need no amounts.")
        ),
        in_words(
            "last-done",
            "last_actions",
            _("What did you last do in the account?"),
            _("For example a trade, a withdrawal or a changed setting."),
        ),
        in_words(
            "others",
            "others_with_access",
            _("Who else can use your devices, your mail or the account?"),
            _("A partner, a colleague, somebody who helps you."),
            skip=_("Nobody that I know of"),
        ),
        one_of(
            slug="remote",
            name="remote_tools",
            title=_("Did anybody have you install a program or follow their instructions?"),
            options=YES_NO_FORGOTTEN,
            required=_("Select whether anybody did"),
        ),
        any_of(
            slug="contacted",
            name="contacted_by",
            title=_("Did anybody who said they were support contact you?"),
            hint=_("Tick how, or “Nobody did”."),
            required=_("Tick how, or “Nobody did”"),
            options={
                "phone": _("A phone call"),
                "mail": _("An email"),
                "sms": _("A text message"),
                "social": _("A social network or messenger"),
                "website": _("A website"),
                "forgotten": FORGOTTEN,
                "nobody": _("Nobody did"),
            },
        ),
        one_of(
            slug="told",
            name="told_to_move_funds",
            title=_("Did anybody tell you to move funds “to keep them safe”?"),
            options=YES_NO_FORGOTTEN,
            required=_("Select whether anybody told you"),
        ),
    ),
    cautions=(
        Caution(
            when=SCAM,
            text=_(
                "Whoever tells you to move funds “to keep them safe” wants to steal them. Move nothing, and talk to them no more."
            ),
        ),
    ),
    agent_checks=(
        _(
            "Judge each answer: matches, differs or unknown, with the reason. Together they advise; they never unlock by themselves."
        ),
        Caution(
            when=Is("told_to_move_funds", "yes"),
            text=_("Told to move funds: handle the request as urgent, as a scam under way."),
        ),
    ),
)
