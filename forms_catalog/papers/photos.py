"""Rules on photos of a person: of the face, with a document, and with a note for a lost account (domain §7.3 to §7.5)."""

from datetime import date

from django.utils.translation import gettext_lazy as _

from forms_catalog.papers.rows import Kind, Row

ROWS = (
    Row(
        kind=Kind.FACE,
        gist=_("A new photo of your face and shoulders, taken indoors in good light."),
        counts=(
            _("Face and shoulders, seen from the front"),
            _("Taken today with a phone or a camera, in daylight"),
        ),
        refused=(
            _("Glasses, a hat, or anything else over the face"),
            _("A picture cut out of a group photo"),
            _("A photo of a photo, or an edited one"),
            _("Papers or screens with secrets in the background"),
        ),
        pictures=("components/pictures/face.html",),
        since=date(2026, 11, 24),
        source="The exchange’s page on face photos, older copy.",
    ),
    Row(
        kind=Kind.FACE,
        countries=("US", "ZA"),
        remarks=(_("In your country this photo is always needed."),),
        needed=True,
        since=date(2026, 11, 24),
        source="The exchange’s page on required documents: residents of the United States and South Africa.",
    ),
    Row(
        kind=Kind.CONFIRMATION,
        gist=_("You, holding the document you sent us and a note written by hand. Only when an agent asks for it."),
        counts=(
            _("Your face, the document and the note in one photo, all readable"),
            _("The very document that you sent us before"),
            _("Both held in your own hands, in daylight"),
        ),
        refused=(
            _("A note that is printed or typed"),
            _("A note or document taped to something"),
            _("Fingers over words, dates or the photo"),
        ),
        note=(
            _("In English, the words that the agent gave you, exactly"),
            _("The date of today"),
            _("Your signature"),
        ),
        pictures=("components/pictures/note.html",),
        since=date(2026, 11, 24),
        source="The exchange’s page on the confirmation photo, older copy.",
    ),
    Row(
        kind=Kind.CONFIRMATION,
        countries=("DE", "JP", "US"),
        remarks=(_("People in your country are asked for it more often."),),
        since=date(2026, 11, 24),
        source="An old rule for residents of Germany, Japan and the United States; not known to have ended.",
    ),
    Row(
        kind=Kind.RECOVERY,
        gist=_("You, holding your identity document and a note with the reference of your request."),
        counts=(
            _("Your face, the document and the note in one photo, all readable"),
            _("Both held in your own hands, in daylight"),
        ),
        refused=(
            _("A note that is printed or typed"),
            _("A note with the reference of another request"),
            _("A note or document taped to something"),
            _("Fingers over words, dates or the photo"),
        ),
        note=(
            _("The reference of your request: it begins with KS"),
            _("The date of today"),
            _("Your signature"),
        ),
        pictures=("components/pictures/note.html",),
        since=date(2026, 11, 24),
        source="The exchange’s page on the account recovery photo, older copy.",
    ),
)
