"""What to say on the documents page of files that were not taken, and of what was too much."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from attachments import limits, quotas
from attachments.receive import Taken
from secret_guard.validators import NAMES

Errors = list[dict[str, str]]


def too_many(*, usable: int, limit: int, rises: bool) -> Errors:
    """What to say when there are more files than can be sent.

    In: `rises` when a sign-in lets the person send more: they were signed in when they added them. Else the files came
    along from a request that takes more of them.
    """
    if usable <= limit:
        return []
    if not rises:
        sentence = ngettext(
            "This form takes at most %(limit)d file: remove the others",
            "This form takes at most %(limit)d files: remove the others",
            limit,
        )
        return [{"message": sentence % {"limit": limit}, "field_id": "id_files"}]
    sentence = ngettext(
        "You have added %(number)d files, and without a sign-in you can send %(limit)d at once. "
        "Sign in again to send them all, or remove %(over)d file.",
        "You have added %(number)d files, and without a sign-in you can send %(limit)d at once. "
        "Sign in again to send them all, or remove %(over)d files.",
        usable - limit,
    )
    return [{"message": sentence % {"number": usable, "limit": limit, "over": usable - limit}, "field_id": "id_files"}]


def not_taken(*, taken: Taken, limit: int, takes_few: bool = False) -> Errors:
    """A sentence for every file that was offered and is not in the list. In: `takes_few` when the form itself sets the limit."""
    errors = []
    if taken.over_the_limit:
        say = _over_the_forms_limit if takes_few else _over_the_limit
        errors.append({"message": say(taken.over_the_limit, limit), "field_id": "id_files"})
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


def _over_the_forms_limit(names: list[str], limit: int) -> str:
    sentence = ngettext(
        "This form takes %(limit)d file, and you have added it. Not added: %(names)s. To send another one, remove the first.",
        "This form takes %(limit)d files, and you have added them. Not added: %(names)s. To send another one, remove one of them.",
        limit,
    )
    return sentence % {"limit": limit, "names": ", ".join(names)}


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


def no_room() -> str:
    """When the disk takes no more."""
    return _("We have no room for files at the moment. What you sent before is safe; try again in an hour.")


def too_much_today(*, fault: quotas.TooMuchToday) -> str:
    """Whose quota of the day is spent, and what to do."""
    if fault.of_network:
        return _(
            "Very many files came from your network today. Send this one with a request tomorrow, or from another network."
        )
    return _("You have sent very many files today. What you added before is safe: send the rest tomorrow.")
