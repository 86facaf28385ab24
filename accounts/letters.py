"""The letter that carries a sign-in code."""

from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.challenges import code_of, is_live
from accounts.limits import CODE_MINUTES
from accounts.models import Challenge
from outbox.letters import Content, letter
from outbox.models import Letter

SIGN_IN = "sign_in"


@letter(SIGN_IN)
def sign_in_code(*, letter: Letter, now: datetime) -> Content | None:
    """The same for every address; not sent any more when the code is used or too old."""
    challenge = Challenge.objects.filter(id=letter.about).first()
    if challenge is None or not is_live(challenge=challenge, now=now):
        return None
    return Content(
        subject=_("Your code to sign in to %(brand)s") % {"brand": settings.BRAND_NAME},
        paragraphs=[_("Enter this code on the page where you asked for it:")],
        code=code_of(challenge=challenge),
        closing=[
            _("It works for %(minutes)d minutes, once, and only in the browser that asked for it.")
            % {"minutes": CODE_MINUTES},
            _("Tell this code to nobody. No agent ever asks you for it."),
            _("If you did not ask for it, do nothing: without the code nobody gets in."),
        ],
    )
