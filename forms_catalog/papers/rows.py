"""The words that rules on documents are written in: kinds, rows of a table, and what a row says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words


class Kind(TextChoices):
    """What a document is for."""

    IDENTITY = "identity", _("Identity document")
    ADDRESS = "address", _("Proof of address")
    FACE = "face", _("Photo of your face")
    CONFIRMATION = "confirmation", _("Photo of you with your identity document")
    RECOVERY = "recovery", _("Recovery photo")
    COMPANY = "company", _("Company documents")
    NAME = "name", _("Proof of a change of name")


@dataclass(frozen=True, kw_only=True)
class Row:
    """Rules for one kind of document, everywhere or in some countries; what is left out is as everywhere.

    A country's `counts` stand in place of those of everywhere, since papers differ there; its `refused`, `remarks` and
    `note` are said besides them: no country lifts a refusal. `two_sided` names the documents, as answers call them, of
    which the back is needed too. `months` is how old the document may be. `note` is what must be written by hand.
    `needed` makes the document part of every request that asks for documents of this kind. `pictures` are the
    templates of drawings. `since` and `source` are for whoever keeps the table: when the row was last looked
    at, and what it rests on.
    """

    kind: Kind
    countries: Sequence[str] = ()
    gist: Words = ""
    counts: Sequence[Words] = ()
    refused: Sequence[Words] = ()
    remarks: Sequence[Words] = ()
    note: Sequence[Words] = ()
    two_sided: Sequence[str] = ()
    months: int | None = None
    needed: bool = False
    pictures: Sequence[str] = ()
    since: date
    source: str
