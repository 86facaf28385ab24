"""What to say on the documents page of files that were not taken, and of what was too much."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attachments import limits, quotas
from attachments.receive import Taken
from secret_guard.validators import NAMES

Errors = list[dict[str, str]]


def too_many(*, usable: int, limit: int) -> Errors:
    """What to say when there are more files than this person may send: they were signed in when they added them."""
    if usable <= limit:
        return []
    sentence = ngettext(
        "You have added %(number)d files, and without a sign-in you can send %(limit)d at once. "
        "Sign in again to send them all, or remove %(over)d file.",
        "You have added %(number)d files, and without a sign-in you can send %(limit)d at once. "
        "Sign in again to send them all, or remove %(over)d files.",
        usable - limit,
    )
    return [{"message": sentence % {"number": usable, "limit": limit, "over": usable - limit}, "field_id": "id_files"}]


def not_taken(*, taken: Taken, limit: int) -> Errors:
    """A sentence for every file that was offered and is not in the list."""
    errors = []
    if taken.over_the_limit:
        errors.append({"message": _over_the_limit(taken.over_the_limit, limit), "field_id": "id_files"})
    for kind in dict.fromkeys(taken.secret_names):
        sentence = _(
            "The name of a file looks like %(what)s. Rename the file and add it again: we have kept neither name nor file."
        ) % {"what": NAMES[kind]}
        errors.append({"message": sentence, "field_id": "id_files"})
    errors += [
        {"message": _("You have already added “%(name)s”") % {"name": name}, "field_id": "id_files"}
        for name in taken.duplicates
    ]
    return errors


def _over_the_limit(names: list[str], limit: int) -> str:
    """E-FILES-5 and E-FILES-10: which files were not taken, and where they can go."""
    sentence = (
        _("You can add %(limit)d files. We kept the first ones; not added: %(names)s. Sign in to add up to %(most)d.")
        if limit < limits.MAX_FILES_SIGNED_IN
        else _(
            "You can add %(limit)d files at once. We kept the first ones; not added: %(names)s. "
            "Send the rest in another batch."
        )
    )
    return sentence % {"limit": limit, "names": ", ".join(names), "most": limits.MAX_FILES_SIGNED_IN}


def too_much_today(*, fault: quotas.TooMuchToday) -> str:
    """Whose quota of the day is spent, and what to do."""
    if fault.of_network:
        return _(
            "Very many files came from your network today. Send this one with a request tomorrow, or from another network."
        )
    return _("You have sent very many files today. What you added before is safe: send the rest tomorrow.")
