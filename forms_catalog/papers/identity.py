"""Rules on identity documents (domain §7.1)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from forms_catalog.papers.rows import Kind, Row

ROWS = (
    Row(
        kind=Kind.IDENTITY,
        gist=_("A passport, a driving licence or a national identity card that has not run out."),
        counts=(
            _("Passport: the page with your photo"),
            _("Driving licence"),
            _("National identity card: front and back"),
            _("Another state document whose front shows your legal name, photo, birth date and both its dates"),
        ),
        refused=(
            _("A document that has run out"),
            _("A firearms licence"),
            _("A photocopy, a scan in black and white, or a photo of a screen"),
            _("A picture that was edited, or that has a watermark over it"),
        ),
        two_sided=("card",),
        pictures=("components/pictures/sides.html",),
        since=date(2026, 11, 24),
        source="The exchange’s page on required documents and its page on refused pictures, older copies.",
    ),
    Row(
        kind=Kind.IDENTITY,
        countries=("US",),
        remarks=(
            _("If you live in Texas and want to deposit US dollars, the document must come from the United States."),
        ),
        since=date(2026, 11, 24),
        source="The exchange’s page on required documents, older copy.",
    ),
)
