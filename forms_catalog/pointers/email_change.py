"""The email address of an account is changed in the exchange's own settings (domain B4)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Group, Tile
from forms_catalog.pointer import Pointer, Way

pointer = Pointer(
    slug="email-change",
    group=Group.IDENTITY,
    title=_("Change of email address"),
    tiles=(Tile.DETAILS,),
    summary=_("You do it yourself, in the exchange’s settings, in a few minutes."),
    keywords="change my email, change of email address, change email address, new email address, update my email, switch to "
    "another email, use a different email, modify my email, changer d’adresse e‑mail, changer mon adresse e‑mail, changer mon "
    "email, nouvelle adresse e‑mail, nouvelle adresse mail, modifier mon adresse e‑mail, mettre à jour mon email",
    paragraphs=(
        _("The exchange changes the address by itself, with a code to the old address and one to the new."),
        _("While you can read both, no agent can do it for you. That is what keeps a thief out."),
    ),
    steps=(
        _("Take an address that no account of the exchange uses. A “+” part makes it another address."),
        _("If the global settings lock is on, switch it off first."),
        _("Open the exchange from your own bookmark, sign in, and open your profile, then Email."),
        _("Enter the new address. Codes come to both: type them on the exchange’s own page only, never here."),
        _("Finish within 24 hours: after that you begin again."),
    ),
    ways=(
        Way(to="lost-email-access", label=_("I can no longer read the old address")),
        Way(to="no-emails", label=_("The codes do not arrive")),
        Way(to="suspicious-activity", label=_("Somebody else changed it"), gives={"what_happened": "settings_changed"}),
    ),
)
