"""What a file may be called, and which rules it falls under: one list for every request that asks for documents."""

from collections.abc import Collection, Iterable, Mapping

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words
from forms_catalog.papers.rows import Kind

LABELS: Mapping[str, Words] = {
    "id_front": _("Identity document, front"),
    "id_back": _("Identity document, back"),
    "id_both": _("Identity document, both sides in one file"),
    "proof_of_address": _("Proof of address"),
    "face_photo": _("Photo of your face"),
    "id_confirmation": _("Photo of you with your identity document"),
    "recovery_photo": _("Recovery photo: you, your document and the note"),
    "handwritten_note": _("Handwritten note"),
    "name_proof": _("Proof of a change of name"),
    "bank_statement": _("Bank statement"),
    "source_of_funds": _("Source of funds"),
    "company_paper": _("Company document"),
    "police_report": _("Police report"),
    "mail_provider_proof": _("Letter from your mail provider"),
    "other": _("Something else"),
}
KIND_OF_ROLE: Mapping[str, Kind] = {
    "id_front": Kind.IDENTITY,
    "id_back": Kind.IDENTITY,
    "id_both": Kind.IDENTITY,
    "proof_of_address": Kind.ADDRESS,
    "face_photo": Kind.FACE,
    "id_confirmation": Kind.CONFIRMATION,
    "recovery_photo": Kind.RECOVERY,
    "handwritten_note": Kind.RECOVERY,
    "name_proof": Kind.NAME,
    "company_paper": Kind.COMPANY,
}
"""All other roles are free: no rule says what such a file must be."""
STANDS_FOR: Mapping[str, Collection[str]] = {"id_both": ("id_front", "id_back")}
"""One file that does for several."""


def labelled(*codes: str) -> dict[str, Words]:
    """The labels of some roles, as a file policy wants them."""
    return {code: LABELS[code] for code in codes}


def missing(*, needed: Iterable[str], present: Iterable[str]) -> list[str]:
    """The needed roles that no file has. In: `present` are the roles of the files there are."""
    there = {role for each in present for role in (each, *STANDS_FOR.get(each, ()))}
    return [role for role in needed if role not in there]
