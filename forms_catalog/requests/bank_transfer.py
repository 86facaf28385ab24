"""A bank transfer to or from the account is missing, came back or was refused (domain D3)."""

from django.conf import settings
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from forms_catalog.assets import CURRENCY_NAMES
from forms_catalog.definition import (
    Access,
    Caution,
    Ending,
    FilePolicy,
    Group,
    HandOver,
    Is,
    RequestType,
    SelfHelp,
    SelfHelpStep,
    Step,
)
from forms_catalog.fields import amount, choice, full_name, has_come, last_digits, past_day, short_text
from forms_catalog.shared_notices import WHAT_NEXT
from forms_catalog.shared_steps import a_line, account_email, anything_else, one_of
from tickets.states import Priority

OTHER_NAME = Is("problem", "name_mismatch")

request = RequestType(
    slug="bank-transfer",
    group=Group.MONEY,
    title=_("Bank deposit or withdrawal"),
    summary=_("A bank transfer to or from your account is missing, came back or was refused."),
    keywords="bank transfer, bank deposit, bank withdrawal, wire transfer, wire not received, wire missing, SEPA transfer, "
    "SEPA not received, SEPA missing, SWIFT transfer, ACH deposit, euro deposit missing, deposit euros, fiat "
    "deposit, fiat withdrawal, withdraw to my bank, withdrawal to bank not received, bank transfer returned, bank "
    "transfer rejected, wrong reference on transfer, forgot the reference, name on bank account does not match, "
    "virement, virement bancaire, virement non reçu, virement pas arrivé, virement manquant, virement SEPA, "
    "virement rejeté, virement retourné, dépôt en euros, retrait vers ma banque, retrait bancaire, retrait en "
    "euros, référence du virement oubliée, nom du compte bancaire différent, my bank sent the money, money sent "
    "from my bank not arrived, euros not credited, cash out to my bank, argent parti de ma banque, euros pas "
    "crédités, la banque a renvoyé mon virement",
    access=Access.SIGNED_IN,
    queue="fiat-payments",
    base_priority=Priority.NORMAL,
    tags=("funds:fiat",),
    minutes=5,
    intro=(
        _("For money between your bank account and your exchange account, in either direction."),
        _("We never need your whole account number: its last four digits are enough."),
    ),
    needs=(
        _("The amount, the day and the reference of the transfer"),
        _("Your bank’s confirmation of the transfer, as a picture or PDF"),
    ),
    reply=_("We usually answer within one or two working days."),
    next_steps=(_("An agent traces the transfer with the bank."), *WHAT_NEXT),
    self_help=SelfHelp(
        title=_("What most often keeps a transfer back"),
        intro=_("Compare your bank’s confirmation with the funding page of your account:"),
        steps=(
            SelfHelpStep(
                _("The name"),
                _("The bank account must be in the same name as your exchange account. Others are sent back."),
            ),
            SelfHelpStep(
                _("The reference"),
                _("Where the funding page shows one, it must stand in the transfer, letter for letter."),
            ),
            SelfHelpStep(
                _("The amount"),
                _("It must reach the minimum and stay under your limit. The funding page shows both."),
            ),
            SelfHelpStep(
                _("The way"),
                _("Send it from your bank itself. Transfers through another payment firm are often refused."),
            ),
            SelfHelpStep(
                _("Twice the same amount"),
                format_lazy(
                    _(
                        "Two equal transfers within {days} working days may be taken for one. Wait, or change the amount."
                    ),
                    days=settings.SAME_TRANSFER_DAYS,
                ),
            ),
        ),
    ),
    steps=(
        one_of(
            slug="direction",
            name="direction",
            title=_("Which way does the money go?"),
            options={
                "deposit": _("From my bank to my exchange account"),
                "withdrawal": _("From my exchange account to my bank"),
            },
            required=_("Select which way the money goes"),
        ),
        one_of(
            slug="problem",
            name="problem",
            title=_("What is wrong with the transfer?"),
            options={
                "not_arrived": _("It has not arrived"),
                "returned": _("It was sent back"),
                "refused": _("It was refused at once"),
                "wrong_amount": _("The amount is not right"),
                "wrong_reference": _("The reference was missing or wrong"),
                "name_mismatch": _("The name on the bank account is another"),
                "other": _("Something else"),
            },
            required=_("Select what is wrong"),
        ),
        one_of(
            slug="method",
            name="method",
            title=_("What kind of transfer is it?"),
            hint=_("Your bank’s confirmation says so."),
            options={
                "sepa": _("SEPA transfer"),
                "sepa_instant": _("Instant SEPA transfer"),
                "swift": _("International transfer (SWIFT)"),
                "wire": _("US wire transfer"),
                "ach": _("ACH"),
                "faster_payments": _("UK Faster Payments"),
                "other": _("Another kind"),
                "unsure": _("I don’t know"),
            },
            required=_("Select the kind of transfer"),
        ),
        Step(
            slug="amount",
            title=_("How much was it?"),
            fields=lambda: {
                "amount": amount(
                    _("Amount"),
                    hint=_("Without fees, as a plain number, like 1250.50."),
                    required=_("Enter the amount, as a plain number like 1250.50"),
                    decimals=2,
                ),
                "currency": choice(_("Currency"), CURRENCY_NAMES, required=_("Select the currency")),
            },
        ),
        Step(
            slug="bank",
            title=_("Which bank account is it?"),
            hint=_("Never write the whole number. Its last four digits are enough."),
            fields=lambda: {
                "bank_name": short_text(_("Name of the bank"), required=_("Enter the name of the bank"), maximum=100),
                "iban_last4": last_digits(_("Last 4 digits of the IBAN or account number")),
            },
        ),
        Step(
            slug="sender",
            title=_("In whose name is the bank account?"),
            hint=_("As your bank writes it. It must be the name of your exchange account."),
            fields=lambda: {
                "sender_name": full_name(
                    _("In whose name is the bank account?"), required=_("Enter the name on the bank account")
                )
            },
        ),
        a_line(
            slug="reference",
            name="bank_reference",
            title=_("Which reference stands in the transfer?"),
            hint=_("Copy it as it is. For a withdrawal, the reference that your account shows."),
            skip=_("I don’t have it"),
        ),
        Step(
            slug="when",
            title=_("On which day was it sent?"),
            check=has_come("transfer_date"),
            fields=lambda: {
                "transfer_date": past_day(
                    _("On which day was it sent?"), required=_("Enter the day on which the transfer was sent")
                )
            },
        ),
        account_email,
        anything_else,
    ),
    endings=(
        Ending(
            slug="end-name",
            when=OTHER_NAME,
            title=_("Both accounts must carry the same name"),
            paragraphs=(
                _("A transfer from or to another name is held or sent back. That protects you from fraud."),
                _("Nothing was sent."),
            ),
            steps=(
                _("If your name has changed, have your bank change it first."),
                _("Then ask for a change of name here, so that both are alike again."),
                _("If it was somebody else’s account, send the money again from one in your own name."),
            ),
            offer=HandOver(
                to="name-change",
                notice=_("Here you ask for the change of name. Your answers and files came along."),
            ),
            anyway=_("The money is still on its way: go on"),
        ),
    ),
    files=FilePolicy(
        title=_("Add your bank’s confirmation of the transfer"),
        hint=_("A picture or PDF with both names, the amount, the day and the reference. Cover other entries."),
        roles={
            "transfer_proof": _("Confirmation of the transfer"),
            "bank_statement": _("Bank statement"),
            "screenshot": _("Screenshot"),
            "other": _("Something else"),
        },
    ),
    agent_checks=(
        _("Compare the name on the bank account with the name of the account."),
        _("Trace the transfer by amount, day and reference; return it where the name is another."),
        Caution(
            when=OTHER_NAME, text=_("The customer says that the names differ: credit nothing before that is settled.")
        ),
    ),
)
