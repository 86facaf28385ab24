"""Why an agent turns a document down: one code each, with what its sender reads and how to mend it (domain §8).

A file that the check refused has a code of another kind (states.py): that one is about bytes, this one about a paper.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


class Reason(models.TextChoices):
    """The codes, with their names among agents."""

    BLURRY = "blurry", _("Blurred")
    CUT_OFF = "cut_off", _("Cut off at an edge")
    GLARE = "glare", _("Glare or flash")
    TOO_DARK = "too_dark", _("Too dark")
    TOO_SMALL = "too_small", _("Too small to read")
    BLACK_AND_WHITE = "black_and_white", _("Black and white")
    PHOTO_OF_SCREEN = "photo_of_screen", _("Photo of a screen")
    SCREENSHOT = "screenshot", _("Screenshot")
    PHOTOCOPY = "photocopy", _("Photocopy")
    EDITED = "edited", _("Edited, or with a watermark")
    EXPIRED = "expired", _("Document has run out")
    WRONG_TYPE = "wrong_type", _("Another kind of document is needed")
    NOT_OFFICIAL = "not_official", _("Not an official document")
    SAME_SIDE_TWICE = "same_side_twice", _("Same side twice")
    MISSING_BACK = "missing_back", _("Back is missing")
    DAMAGED = "damaged", _("Document is damaged")
    NEEDS_TRANSLATION = "needs_translation", _("Needs a translation")
    DISALLOWED_COUNTRY = "disallowed_country", _("Country that is not accepted")
    NAME_MISMATCH = "name_mismatch", _("Name differs from the account")
    DOB_MISMATCH = "dob_mismatch", _("Birth date differs from the account")
    ADDRESS_MISMATCH = "address_mismatch", _("Address differs from the account")
    INCOMPLETE = "incomplete", _("Something on it is missing")
    TOO_OLD = "too_old", _("Too old")
    NO_DATE = "no_date", _("No date on it")
    PO_BOX = "po_box", _("PO box only")
    NO_NAME = "no_name", _("No name on it")
    MOBILE_BILL = "mobile_bill", _("Mobile phone bill")
    ONLINE_BANK_UNLISTED = "online_bank_unlisted", _("Bank that is not on the list")
    COVERED = "covered", _("Face is covered")
    NOT_SAME_PERSON = "not_same_person", _("Face differs from the document")
    NOT_LIVE = "not_live", _("Not taken live")
    ID_NOT_VISIBLE = "id_not_visible", _("Document cannot be read in the photo")
    NOTE_WRONG_TEXT = "note_wrong_text", _("Note has other words")
    NOTE_NO_DATE = "note_no_date", _("Note has no date")
    NOTE_TYPED = "note_typed", _("Note is not handwritten")
    PASSWORD = "password", _("Needs a password to open")
    TOO_LARGE = "too_large", _("Too large")
    BAD_FORMAT = "bad_format", _("Format that cannot be used")
    CORRUPT = "corrupt", _("Cannot be opened")
    UNSAFE = "unsafe", _("Unsafe content found")
    PAGES_MISSING = "pages_missing", _("Pages are missing")
    NOT_SIGNED = "not_signed", _("W-9 is not signed")
    WRONG_NAME = "wrong_name", _("W-9 has another name")
    NO_CODE = "no_code", _("W-9 has no exempt payee code")
    CODE_NOT_VALID = "code_not_valid", _("W-9 has a code that does not exist")
    NOT_PDF = "not_pdf", _("W-9 is not a PDF")
    OLD_REVISION = "old_revision", _("W-9 is an old edition")
    SUSPECTED_FORGERY = "suspected_forgery", _("Suspected forgery")
    COMPROMISED_ID = "compromised_id", _("Identity known to be stolen")


class Topic(models.TextChoices):
    """What a reason is about; agents choose by it."""

    PICTURE = "picture", _("The picture")
    DOCUMENT = "document", _("The document")
    DATA = "data", _("What stands on it")
    ADDRESS = "address", _("Proof of address")
    FACE = "face", _("Face and note")
    TECHNICAL = "technical", _("The file")
    W9 = "w9", _("W-9 form")
    INTERNAL = "internal", _("For colleagues only")


_FIRST_OF: Mapping[Topic, Reason] = {
    Topic.PICTURE: Reason.BLURRY,
    Topic.DOCUMENT: Reason.EXPIRED,
    Topic.DATA: Reason.NAME_MISMATCH,
    Topic.ADDRESS: Reason.TOO_OLD,
    Topic.FACE: Reason.COVERED,
    Topic.TECHNICAL: Reason.PASSWORD,
    Topic.W9: Reason.NOT_SIGNED,
    Topic.INTERNAL: Reason.SUSPECTED_FORGERY,
}


def by_topic() -> dict[Topic, list[Reason]]:
    """Every reason under what it is about, in the order of the codes."""
    found: dict[Topic, list[Reason]] = {}
    topics = {first: topic for topic, first in _FIRST_OF.items()}
    for reason in Reason:
        if reason in topics:
            found[topics[reason]] = []
        found[next(reversed(found))].append(reason)
    return found


INTERNAL: Sequence[Reason] = (Reason.SUSPECTED_FORGERY, Reason.COMPROMISED_ID)
"""Never told to anybody outside: the sender only reads that the document could not be verified."""
SAME_FILE_MAY_COME_AGAIN = frozenset(
    {
        Reason.WRONG_TYPE,
        Reason.SAME_SIDE_TWICE,
        Reason.MISSING_BACK,
        Reason.NEEDS_TRANSLATION,
        Reason.PAGES_MISSING,
    }
)
"""What was lacking lies beside the file, or it was sent as something that it is not: the file itself may be right."""

_MENDED_BY: "Mapping[Reason, str | _StrPromise]" = {
    Reason.BLURRY: _("The picture is blurred. Lay the document flat, hold the phone still and take it again."),
    Reason.CUT_OFF: _("A part is cut off. Take it again, with all four corners in the picture."),
    Reason.GLARE: _("Light hides a part of it. Take it again by daylight, without flash."),
    Reason.TOO_DARK: _("The picture is too dark to read. Take it again near a window, by day."),
    Reason.TOO_SMALL: _("The writing is too small to read. Go closer, so that the document fills the picture."),
    Reason.BLACK_AND_WHITE: _("The picture has no colours. Take a new photo in colour."),
    Reason.PHOTO_OF_SCREEN: _(
        "It shows a screen. Take a photo of the paper itself, or download the document as a PDF."
    ),
    Reason.SCREENSHOT: _("It is a screenshot. Download the document as a PDF, or take a photo of the paper."),
    Reason.PHOTOCOPY: _("It is a photocopy. Take a photo of the original document."),
    Reason.EDITED: _("The picture was changed, or something lies over it. Send it just as the camera made it."),
    Reason.EXPIRED: _("The document has run out. Send one that you can still use."),
    Reason.WRONG_TYPE: _(
        "This is another kind of document than was asked for. Look at what counts, and send one of those."
    ),
    Reason.NOT_OFFICIAL: _(
        "It does not come from a state office. Send a passport, a driving licence or an identity card."
    ),
    Reason.SAME_SIDE_TWICE: _("Both pictures show the same side. Send the other side too."),
    Reason.MISSING_BACK: _("The back is missing. Send a photo of it as well."),
    Reason.DAMAGED: _("The document is too damaged to read. Send another one."),
    Reason.NEEDS_TRANSLATION: _("We need a certified translation of it. Send both together."),
    Reason.DISALLOWED_COUNTRY: _(
        "Documents of this country cannot be used. Send one from another country, if you have one."
    ),
    Reason.NAME_MISMATCH: _(
        "The name differs from the one on your account. Send a document with that name, or ask to change it."
    ),
    Reason.DOB_MISMATCH: _("The birth date differs from the one on your account. Tell the agent which one is right."),
    Reason.ADDRESS_MISMATCH: _("The address differs from the one on your account. Send a paper with that address."),
    Reason.INCOMPLETE: _(
        "Something that we need does not stand on it. Send the whole document, all pages and both sides."
    ),
    Reason.TOO_OLD: _("The paper is too old. Send one from the last 3 months."),
    Reason.NO_DATE: _("No date can be seen. Send a paper with a date from the last 3 months."),
    Reason.PO_BOX: _("It names a PO box. Send a paper that shows where you live."),
    Reason.NO_NAME: _("Your name does not stand on it. Send a paper in your own name."),
    Reason.MOBILE_BILL: _(
        "A mobile phone bill does not count. Send a bill for power, gas or internet, or a bank statement."
    ),
    Reason.ONLINE_BANK_UNLISTED: _("Statements of this bank cannot be used. Send one of another bank, or a bill."),
    Reason.COVERED: _("Your face is covered. Take the photo again without glasses, hat or mask."),
    Reason.NOT_SAME_PERSON: _(
        "The face does not look like the one on the document. Take a new photo by daylight, from the front."
    ),
    Reason.NOT_LIVE: _("The photo was not taken now. Take a new one today, of yourself and not of a picture."),
    Reason.ID_NOT_VISIBLE: _(
        "The document in your hand cannot be read. Hold it closer, without fingers over the writing."
    ),
    Reason.NOTE_WRONG_TEXT: _("The note has other words. Write it again, exactly as the agent asked."),
    Reason.NOTE_NO_DATE: _("The note has no date. Write it again, with the date of the day."),
    Reason.NOTE_TYPED: _("The note is printed. Write it by hand, and sign it."),
    Reason.PASSWORD: _("The file asks for a password. Save a copy without it, and send that."),
    Reason.TOO_LARGE: _("The file is too large to work with. Send fewer pages, or a smaller picture."),
    Reason.BAD_FORMAT: _("We cannot use this format. Send a JPG, a PNG or a PDF."),
    Reason.CORRUPT: _("The file cannot be opened. Save it again, and send the new copy."),
    Reason.UNSAFE: _("Something unsafe was found in the file. Use another copy, or take a photo."),
    Reason.PAGES_MISSING: _("Pages are missing. Send the whole document."),
    Reason.NOT_SIGNED: _("The form is not signed. Sign it, date it, and send it again as a PDF."),
    Reason.WRONG_NAME: _("The form has another name than the account. Fill it in again with the right one."),
    Reason.NO_CODE: _("The box for the exempt payee code is empty. Fill it in, and send the form again."),
    Reason.CODE_NOT_VALID: _(
        "The exempt payee code does not exist. Look it up in the form’s instructions, and send it again."
    ),
    Reason.NOT_PDF: _("The form must be one PDF. Save it as a PDF, and send that."),
    Reason.OLD_REVISION: _("This is an old edition of the form. Fill in the present one."),
}


def in_words_for_its_sender(reason: str) -> str:
    """What is wrong and how to mend it, in the active language; of internal reasons nothing but that it did not do."""
    if reason in INTERNAL:
        return str(_("This document could not be verified. Send another kind of document, if you have one."))
    return str(_MENDED_BY[Reason(reason)])


def label_for_its_sender(reason: str) -> str:
    """The reason in a few words, in the active language; internal ones under one name."""
    return str(_("Could not be verified") if reason in INTERNAL else Reason(reason).label)
