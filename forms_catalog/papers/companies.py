"""Rules on a company's papers (domain §7.6)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from forms_catalog.papers.rows import Kind, Row

ROWS = (
    Row(
        kind=Kind.COMPANY,
        gist=_("The papers that show what the company is, who owns it and who acts for it."),
        counts=(
            _("Extract from the company register, dated in the last 3 months"),
            _("Articles of association"),
            _("Registers of shareholders and of directors"),
            _("Decision of the board that names who opens the account"),
            _("Proof of the business address"),
            _("Chart of the owners, up to the people at the top"),
            _(
                "Identity document and proof of address of each large owner, of who controls it and of who uses the account"
            ),
            _("For a trust: the trust deed"),
        ),
        refused=(
            _("An extract that was typed out again by hand"),
            _("Single pages of a longer paper"),
        ),
        since=date(2026, 11, 24),
        source="The exchange’s page on company verification, older copy; the list of papers is to be confirmed.",
    ),
)
