"""A closed account is to be opened again (domain A11)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Access, Caution, Ending, Group, HandOver, Is, Not, RequestType, Step, Tile
from forms_catalog.fields import details, has_come, month
from forms_catalog.shared_notices import ACCOUNT_EMAIL, PROOF_NEXT, PROVED_FIRST
from forms_catalog.shared_steps import YES_NO_UNSURE, account_email, any_of, one_of, other_email
from tickets.changes import Change
from tickets.states import Priority

READABLE = Is("same_email", "yes")

request = RequestType(
    slug="reopen-account",
    group=Group.ACCESS,
    title=_("Reopen a closed account"),
    tiles=(Tile.ACCOUNT,),
    summary=_("Your account was closed, by you or by the exchange, and you need it again."),
    keywords="reopen account, reopen my account, undo the closure of my account, reactivate account, account closed want "
    "it back, restore closed account, open my old account again, rouvrir mon compte, réactiver mon compte, compte "
    "fermé, compte clôturé, récupérer un compte fermé, réouverture de compte, money left in a closed account, "
    "account closed by the exchange, I closed my account and want to come back, fonds restés sur un compte fermé, "
    "compte fermé par la plateforme",
    access=Access.LOCKED_OUT,
    queue="account-access",
    base_priority=Priority.NORMAL,
    four_eyes=Change.REOPENING,
    tags=("account:reopen",),
    minutes=4,
    intro=(_("For an account that was closed and that you want to use again, or take something out of."),),
    needs=(ACCOUNT_EMAIL, _("The month in which it was closed, roughly")),
    reply=PROVED_FIRST,
    next_steps=PROOF_NEXT,
    steps=(
        one_of(
            slug="used",
            name="ever_used",
            title=_("Did you ever use the account?"),
            hint=_("A deposit, a trade or a verification counts."),
            options=YES_NO_UNSURE,
            required=_("Select whether you ever used it"),
        ),
        one_of(
            slug="purpose",
            name="purpose",
            title=_("What do you need it for?"),
            options={
                "trade": _("To trade again"),
                "withdraw": _("To withdraw what is left"),
                "tax_history": _("Only to get my history, for tax"),
                "other": _("Something else"),
            },
            required=_("Select what you need it for"),
        ),
        one_of(
            slug="closed-by",
            name="closed_by",
            title=_("Who closed it?"),
            options={"me": _("I did"), "exchange": _("The exchange"), "unsure": _("I don’t know")},
            required=_("Select who closed it"),
        ),
        Step(
            slug="closed-when",
            title=_("When was it closed?"),
            hint=_("The month is enough."),
            check=has_come("closed_when"),
            skip=_("I don’t remember"),
            fields=lambda: {"closed_when": month(_("When was it closed?"))},
        ),
        account_email,
        one_of(
            slug="same-email",
            name="same_email",
            title=_("Can you still read mail at this address?"),
            options=YES_NO_UNSURE,
            required=_("Select whether you can read mail at this address"),
        ),
        other_email(when=Not(READABLE), unreadable=Is("same_email", "no")),
        any_of(
            slug="changes",
            name="details_changed",
            title=_("What has changed since then?"),
            hint=_("Tick all that apply."),
            required=_("Tick what has changed, or “None of these”"),
            options={
                "name": _("My name"),
                "address": _("My address"),
                "phone": _("My phone number"),
                "none": _("None of these"),
            },
        ),
        Step(
            slug="reason",
            title=_("Why do you want it back?"),
            hint=_("A few sentences are enough."),
            fields=lambda: {"reason": details(_("Why do you want it back?"), minimum=20, maximum=2_000)},
        ),
    ),
    cautions=(
        Caution(
            when=Is("closed_by", "exchange"),
            text=_("The exchange checks why the account was closed. We cannot promise that it opens again."),
        ),
        Caution(
            when=Is("details_changed", "name", "address", "phone"),
            text=_("What has changed is brought up to date once the account is open. Send no documents for it now."),
        ),
    ),
    endings=(
        Ending(
            slug="end-open-new",
            when=Is("ever_used", "no"),
            title=_("Open a new account instead"),
            paragraphs=(
                _(
                    "An account that was never used holds nothing to bring back: a new one is quicker. Nothing was sent."
                ),
            ),
            steps=(
                _("Open the exchange’s own site from your bookmark, and choose to sign up."),
                _("If it refuses your address because the old account had it, use another one."),
            ),
            anyway=_("I need the old one all the same"),
        ),
        Ending(
            slug="end-history",
            when=Is("purpose", "tax_history"),
            title=_("You can have your history without reopening"),
            paragraphs=(
                _("You have a right to a copy of your data, also when the account is closed. Nothing was sent."),
            ),
            offer=HandOver(
                to="privacy-request",
                gives={"right": "access"},
                notice=_("Ask for the copy here: it is quicker than reopening. Your answers and files come along."),
            ),
            anyway=_("I need the old one all the same"),
        ),
    ),
    agent_checks=(
        _("Look up why it was closed. Tell the person the kind of reason only."),
        _("Check the identity again, by documents through a link, with two people."),
        _("When all is right, hand it to verification."),
    ),
)
