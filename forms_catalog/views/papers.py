"""Says on the documents page which documents are missing, wanted again, or sent in vain."""

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from attachments.judging import wanted_again
from attachments.reasons import in_words_for_its_sender
from attachments.sentences import FileRow
from attachments.states import FileState
from forms_catalog.definition import Answers
from forms_catalog.sending import parent_of, roles_missing
from forms_catalog.views.places import Place
from tickets.models import Ticket
from tickets.readers import own_tickets

_SAME_AGAIN = gettext_lazy(
    "“%(name)s” is the very file that an agent has already looked at. Remove it, and add a new one."
)


def missing(place: Place) -> list[dict[str, str]]:
    """What to say of needed documents that no file is said to be, each with the place to mend it."""
    files, policy = place.files, place.request_type.files
    if policy is None:
        return []
    unnamed = next((each for each in files if not each.role and each.state != FileState.REFUSED), None)
    field_id = f"role-{unnamed.id}" if unnamed else "id_files"
    sentence = (
        _("Say which of your files is this, or add it: %(what)s") if unnamed else _("Add this document: %(what)s")
    )
    roles = roles_missing(request_type=place.request_type, answers=place.walk.answers, files=files)
    return [{"message": sentence % {"what": policy.roles[role]}, "field_id": field_id} for role in roles]


def in_vain(place: Place) -> list[dict[str, str]]:
    """What to say of files that were turned down for the same request before, each with the place to take it out."""
    return [
        {"message": _SAME_AGAIN % {"name": each.name}, "field_id": f"file-{each.id}"}
        for each in place.files
        if each.id in place.in_vain
    ]


def told_in_vain(rows: list[FileRow], place: Place) -> list[FileRow]:
    """The list of files, in which those say so that were turned down before."""
    why = {str(file_id): judgement.reason for file_id, judgement in place.in_vain.items()}
    return [
        replace(
            row,
            tone="error",
            label=_("The same file as before"),
            sentence=f"{_SAME_AGAIN % {'name': row.name}} {in_words_for_its_sender(why[row.id])}",
        )
        if row.id in why
        else row
        for row in rows
    ]


def _own_parent(place: Place) -> Ticket | None:
    """The request that these documents belong with, when this very person sent it: its link alone opens none of this."""
    parent = parent_of(draft=place.draft, journey=place.journey, walk=place.walk)
    return parent if parent and (_is_proven(parent, place) or parent.device == place.draft.device) else None


def _is_proven(parent: Ticket, place: Place) -> bool:
    return place.journey.person is not None and parent.account == place.journey.person


def answers_for_rules(place: Place) -> Answers:
    """The answers that decide which rules hold: those given here, and before them those of the request they are for."""
    parent = _own_parent(place)
    return {**(parent.answers if parent else {}), **place.walk.answers}


def wanted(place: Place) -> list[dict[str, str]]:
    """What an agent wants again for the request that these documents belong with; only to whoever sent it."""
    parent = _own_parent(place)
    if parent is None:
        return []
    return [
        {"name": each.attachment.name, "role": each.attachment.role, "sentence": in_words_for_its_sender(each.reason)}
        for each in wanted_again(tickets=own_tickets(ticket=parent, proven=_is_proven(parent, place)))
    ]
