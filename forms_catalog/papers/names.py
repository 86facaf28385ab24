"""Rules on proofs of a change of name (domain §7.7)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from forms_catalog.papers.rows import Kind, Row

ROWS = (
    Row(
        kind=Kind.NAME,
        gist=_("An official paper that shows both your names, the one before and the one now."),
        counts=(
            _("Marriage certificate"),
            _("The page of a divorce paper that gives the name"),
            _("Decision of a court, or a deed of change of name"),
            _("For a company: its certificate of change of name"),
        ),
        refused=(
            _("A paper that shows only one of the two names"),
            _("An invitation, or a certificate that no office has issued"),
        ),
        remarks=(_("Some places add a notary’s stamp. If yours has one, show it too."),),
        since=date(2026, 11, 24),
        source="What brokers and exchanges print on changes of name; to be confirmed.",
    ),
)
