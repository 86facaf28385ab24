"""What agents see when a page cannot be shown: in their own frame, with the way back to work."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from agent_desk.signed_in import is_signed_in


def error_page(
    request: HttpRequest, status: int, *, form_too_old: bool = False, another_teams: bool = False
) -> HttpResponse:
    """The page for a status of 400 or more. When something broke, the database may be what did, and is not asked.

    In: `form_too_old` when a form was refused because its token was missing or no longer the browser's; `another_teams`
    when only other people may see the request.
    """
    too_old = (_("This form is too old"), _("Nothing was changed. Open the page again, then send the form once more."))
    of_others = (
        _("This request is another team’s"),
        _("Each team sees only its own requests. Your attempt stands in the trail of this one."),
    )
    sentences = {
        400: (_("This address or form cannot be read"), _("Nothing was changed. Go back and try again.")),
        403: (_("You may not open this"), _("Your role does not include it. A supervisor may be able to help.")),
        404: (
            _("There is nothing here"),
            _("The address may be cut short, or name a request or file that is not here."),
        ),
        429: (_("Too many tries"), _("Wait a few minutes, then try again.")),
    }
    broken = (_("Something broke on our side"), _("What was saved is saved. Tell the people who run the portal."))
    heading, sentence = sentences.get(status, broken)
    if form_too_old or another_teams:
        heading, sentence = too_old if form_too_old else of_others
    # Refused before it was known who asks, a request has no user.
    at_work = status < 500 and hasattr(request, "user") and is_signed_in(request)
    context = {"heading": heading, "sentence": sentence, "is_agent": at_work}
    return render(request, "staff/error.html", context, status=status)
