"""Rules on proofs of address (domain §7.2)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from forms_catalog.papers.rows import Kind, Row

ROWS = (
    Row(
        kind=Kind.ADDRESS,
        gist=_("A paper with your full name, the address where you live and a recent date."),
        counts=(
            _("Bank or card statement"),
            _("Bill for water, power, gas, internet or phone"),
            _("Payslip, or a letter from your employer"),
            _("Insurance paper or tax paper"),
            _("Certificate of residence from your town or state"),
        ),
        refused=(
            _("A paper that names only a PO box"),
            _("A screenshot, or a photo of a screen"),
            _("A receipt, a handwritten bill or a hotel bill"),
        ),
        remarks=(
            _("A statement from your bank is best downloaded as a PDF, not photographed."),
            _("If it is not in Latin letters, a certified translation beside it is quicker."),
        ),
        months=3,
        pictures=("components/pictures/proof.html",),
        since=date(2026, 11, 24),
        source="The exchange’s page on required documents; refusals as other exchanges print them.",
    ),
    Row(
        kind=Kind.ADDRESS,
        countries=("FR",),
        counts=(
            _("Bill for electricity or gas"),
            _("Bill for internet or a landline phone"),
            _("Tax notice"),
            _("Certificate of home insurance"),
            _("Bank statement"),
            _("If somebody lodges you: their signed letter, their identity document and their own proof, all three"),
        ),
        refused=(_("A bill for a mobile phone"),),
        since=date(2026, 11, 24),
        source="What French offices usually take; to be confirmed by the people of verification.",
    ),
    Row(
        kind=Kind.ADDRESS,
        countries=("US",),
        refused=(_("A change-of-address letter from the post office"),),
        since=date(2026, 11, 24),
        source="The exchange’s page on required documents, older copy.",
    ),
)
