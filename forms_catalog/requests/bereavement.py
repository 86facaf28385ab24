"""The account of somebody who died (domain G6)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Access, FilePolicy, Group, RequestType, Step
from forms_catalog.fields import account_id, details, email, full_name
from forms_catalog.shared_steps import agreement, one_of, other_email, when_it_happened
from tickets.states import Priority

request = RequestType(
    slug="bereavement",
    group=Group.GENERAL,
    title=_("Account of someone who died"),
    summary=_("You look after the affairs of somebody who has died."),
    keywords="someone died, my father died, my mother died, my husband died, death of account holder, account of a "
    "deceased person, account of my late wife, deceased relative, passed away, estate, inheritance, inherit "
    "crypto, executor, probate, next of kin, widow, solicitor handling an estate, décès, personne décédée, compte "
    "d’une personne décédée, compte d’un défunt, mon père est mort, ma mère est décédée, mon mari est décédé, "
    "succession, héritage, héritier, hériter de bitcoins, notaire, acte de décès, veuve, exécuteur testamentaire, "
    "dead relative had an account, account holder is dead, my late father had bitcoin, compte d’un parent décédé",
    access=Access.ANYONE,
    queue="complaints",
    base_priority=Priority.NORMAL,
    tags=("compliance", "account:bereavement"),
    minutes=6,
    intro=(
        _("Our condolences. We take care of this quietly, one step at a time."),
        _("Tell us who has died and who you are. Documents can follow when you have them."),
        _(
            "Until we have seen that you may act for the estate, we cannot say whether there is an account, or what is in it."
        ),
    ),
    needs=(
        _("The name of the person who died"),
        _("A death certificate, when you have it"),
        _("A paper that shows you may act, such as a certificate of inheritance or probate"),
        _("Your own identity document"),
    ),
    reply=_("An agent who knows these matters answers you, usually within a few working days."),
    next_steps=(
        _("An agent who knows these matters reads your message and tells you which documents are needed."),
        _("Nothing has a deadline for you. You can send documents whenever you have them, on the status page."),
        _("Whoever offers you to recover the account faster for money is not us."),
    ),
    agent_checks=(
        _("Disclose nothing about an account or a balance before the authority to act is proven."),
        _("Check the death certificate, the authority and the sender’s identity against each other."),
        _("Write gently; offer no product, and set no deadline."),
    ),
    steps=(
        Step(
            slug="deceased",
            title=_("What was the name of the person who died?"),
            fields=lambda: {
                "deceased_name": full_name(
                    _("Full name of the person who died"),
                    required=_("Enter the full name of the person who died"),
                    autocomplete="off",
                )
            },
        ),
        when_it_happened(
            slug="when", name="died_on", title=_("When did they die?"), hint=_("Leave it out if you are not sure.")
        ),
        Step(
            slug="their-email",
            title=_("Which email address did they use with us?"),
            skip=_("I don’t know it"),
            fields=lambda: {
                "deceased_email": email(
                    _("Their email address"), required=_("Enter their email address"), autocomplete="off"
                )
            },
        ),
        Step(
            slug="account-id",
            title=_("Do you know their public account ID?"),
            hint=_("It begins with AA, and may stand on a statement."),
            skip=_("I don’t know the ID"),
            fields=lambda: {"public_account_id": account_id(_("Public account ID"))},
        ),
        one_of(
            slug="relation",
            name="relation",
            title=_("Who are you to them?"),
            options={
                "partner": _("Husband, wife or partner"),
                "child": _("Son or daughter"),
                "parent": _("Father or mother"),
                "relative": _("Another relative"),
                "executor": _("Executor or administrator of the estate"),
                "lawyer": _("Notary or lawyer"),
                "other": _("Somebody else"),
            },
            required=_("Select who you are to them"),
        ),
        Step(
            slug="name",
            title=_("What is your own full name?"),
            fields=lambda: {
                "full_name": full_name(
                    _("Your full legal name"), required=_("Enter your name as on your identity document")
                )
            },
        ),
        other_email(when=None),
        Step(
            slug="note",
            title=_("Is there anything else we should know?"),
            skip=_("Nothing to add"),
            fields=lambda: {"note": details(_("Your message"), minimum=0, required=False)},
        ),
        agreement(
            title=_("May we look at these documents and data?"),
            hint=_("Only the people who handle this see them."),
            label=_("Yes, you may use them to handle this request"),
        ),
    ),
    files=FilePolicy(
        title=_("Add the documents you have"),
        hint=_("None is needed to begin. You can send them later on the status page."),
        roles={
            "death_certificate": _("Death certificate"),
            "authority": _("Proof that you may act"),
            "id_front": _("Your identity document, front"),
            "id_back": _("Your identity document, back"),
            "other": _("Something else"),
        },
    ),
)
