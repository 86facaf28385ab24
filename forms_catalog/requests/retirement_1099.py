"""A retirement plan's account is exempt from Form 1099: what we need to know first (domain C2, stage 1)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Access, Ending, Group, Is, RequestType, Step
from forms_catalog.fields import full_name
from forms_catalog.shared_notices import NOT_AGAIN
from forms_catalog.shared_steps import a_line, account_email, one_of
from tickets.compartments import Compartment
from tickets.states import Priority

request = RequestType(
    slug="retirement-1099",
    group=Group.TAX,
    title=_("Retirement account exempt from Form 1099"),
    summary=_("An account held by a retirement plan, which US tax forms should not report."),
    keywords="1099, form 1099, 1099 exempt, exempt from 1099, W-9, W9, IRA, Roth IRA, SEP IRA, SIMPLE IRA, 401k, solo 401k, "
    "retirement account, retirement plan, self-directed IRA, exempt payee code, plan custodian, checkbook IRA, "
    "formulaire 1099, exonéré du formulaire 1099, formulaire W-9, compte retraite, plan de retraite américain, plan "
    "de retraite, épargne retraite, compte IRA",
    access=Access.SIGNED_IN,
    compartment=Compartment.VAULT,
    queue="tax",
    base_priority=Priority.NORMAL,
    tags=("tax:retirement",),
    minutes=3,
    intro=(
        _(
            "For US tax reporting only: an account that a retirement plan already holds, and that Form 1099 should leave out."
        ),
        _(
            "We do not offer tax-sheltered retirement accounts, such as an IRA or a 401(k). This only verifies the exemption."
        ),
        _("Send no document now, and write no tax number anywhere here."),
    ),
    needs=(
        _("The plan’s legal name and its custodian or trustee"),
        _("For later: a signed W-9 in the plan’s name, with an exempt payee code in box 4, as a PDF"),
    ),
    reply=_("A specialist for tax invites you to send the W-9."),
    next_steps=(
        _("A specialist reads your request. If it is complete, an email invites you to send the W-9."),
        _("Wait for that invitation: the W-9 goes through its link only, never by mail or on the status page."),
        NOT_AGAIN,
    ),
    agent_checks=(
        _("When plan and custodian are clear, invite the customer to send the W-9."),
        _("Never ask for the W-9 in a reply: its only way is the invitation."),
    ),
    steps=(
        one_of(
            slug="plan",
            name="plan_type",
            title=_("What kind of plan holds the account?"),
            options={
                "traditional_ira": _("Traditional IRA"),
                "roth_ira": _("Roth IRA (taxed beforehand)"),
                "sep_ira": _("SEP IRA (of self-employed people)"),
                "simple_ira": _("SIMPLE IRA (of a small employer)"),
                "401k": _("401(k) of an employer"),
                "solo_401k": _("Solo 401(k)"),
                "other": _("Another kind"),
            },
            required=_("Select the kind of plan"),
        ),
        a_line(
            slug="title",
            name="account_title",
            title=_("What is the plan’s full legal name?"),
            hint=_("As it will stand on line 1 of the W-9. Without any number."),
            required=_("Enter the plan’s legal name"),
        ),
        a_line(
            slug="custodian",
            name="custodian_or_trustee",
            title=_("Who is the plan’s custodian or trustee?"),
            required=_("Enter the custodian or trustee"),
        ),
        Step(
            slug="name",
            title=_("What is your own full legal name?"),
            hint=_("We compare it: the W-9 must carry the plan’s name, not yours."),
            fields=lambda: {
                "full_name": full_name(_("Full legal name"), required=_("Enter your name as on your identity document"))
            },
        ),
        one_of(
            slug="ready",
            name="form_ready",
            title=_("Can you provide the signed W-9 as a PDF?"),
            hint=_("In the plan’s name, signed and dated, with an exempt payee code in box 4."),
            options={"yes": _("Yes, I can provide it"), "no": _("Not yet")},
            required=_("Select whether you can provide the W-9"),
        ),
        account_email,
    ),
    endings=(
        Ending(
            slug="end-first-the-form",
            when=Is("form_ready", "no"),
            title=_("Have the W-9 signed first"),
            paragraphs=(
                _(
                    "Without it we cannot verify the exemption. Nothing was sent, and your answers are kept in this browser."
                ),
            ),
            steps=(
                _("Take the W-9 from the tax office’s own site: it is free, and the newest one is needed."),
                _("Have the custodian or trustee fill it in for the plan, with its exempt payee code, and sign it."),
                _("Come back here and change your answer."),
            ),
        ),
    ),
)
