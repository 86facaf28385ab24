"""Stops that several request types have in common: what must be done elsewhere first, while the answers are kept."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Ending, HandOver, Is

lock_first = Ending(
    slug="end-lock",
    when=Is("gsl_on", "yes"),
    title=_("Switch the global settings lock off first"),
    paragraphs=(
        _("While it is on, nobody can change these details, not even support. Nothing was sent."),
        _("When it is off, come back, change your answer, and go on."),
    ),
    steps=(
        _("Open the exchange from your own bookmark, and sign in."),
        _("Open Security, then Global settings lock, and choose to unlock."),
        _("With the master key it opens at once. Without it, wait until the date it shows."),
    ),
    kept=True,
    offer=HandOver(
        to="gsl-issue",
        notice=_("If the lock does not open, or somebody else switched it on, tell us here."),
    ),
)
"""The global settings lock keeps every detail as it is; its step is `shared_steps.settings_lock`."""
