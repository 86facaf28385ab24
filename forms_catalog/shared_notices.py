"""Facts that several request types tell in the same words (domain §4.3)."""

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Caution, Condition, FilePolicy, SelfHelpStep

ACCOUNT_EMAIL = _("The email address of your account")
DAY_IS_ENOUGH = _("The day is enough. If you know the time, add your zone: a large city like Paris, or “UTC+1”.")
READ_BY_AN_AGENT = _("An agent reads your request. The answer appears on the status page, in this browser.")
PROVE_YOURSELF = _("The agent tells you how to prove that it is you.")
DOCUMENTS_THERE = _("If documents are needed, the status page says so. Send them there, and never to anybody else.")
NOT_AGAIN = _("There is no need to send this again. It would not be faster.")
PROVED_FIRST = _("An agent checks that it is really you before anything is changed.")
TWO_AGENTS = _("A second agent looks as well. Then there is a pause, so that nobody takes your account from you.")
TOLD_BEFORE = _("Two agents look at it. We write to your account’s address before anything changes.")

WHAT_NEXT = (READ_BY_AN_AGENT, NOT_AGAIN)
PROOF_NEXT = (READ_BY_AN_AGENT, PROVE_YOURSELF, DOCUMENTS_THERE, NOT_AGAIN)

SCREENSHOT = FilePolicy(
    title=_("Add a screenshot, if you have one"),
    hint=_("It shows us the exact message. You can also go on without."),
    roles={"screenshot": _("Screenshot"), "other": _("Something else")},
)

USERNAME_REMINDER = SelfHelpStep(
    _("Ask for a reminder of your username"),
    _("The exchange’s sign-in page sends it by mail. Sign in with exactly that name."),
)
BROWSER = (
    SelfHelpStep(
        _("Use a private window, then another browser"),
        _("If both fail, try another connection too: mobile data in place of your Wi-Fi."),
    ),
    SelfHelpStep(
        _("Update the browser"),
        _("An old version may not open the sign-in page as it should."),
    ),
    SelfHelpStep(
        _("Allow JavaScript and cookies"),
        _("Switch off add-ons that block ads, and web filters of an antivirus, for the exchange’s site."),
    ),
    SelfHelpStep(
        _("Restart the computer or phone, then clear the cookies"),
        _("Keep this for last: it signs you out of other sites."),
    ),
)
MAIL = (
    SelfHelpStep(
        _("Make sure of the address"),
        _("A username reminder only comes to the account’s own address. With a “+” part, that part counts."),
    ),
    SelfHelpStep(_("Look into spam and junk"), _("Also into folders that filters fill, such as “Promotions”.")),
    SelfHelpStep(
        _("Search all folders for the exchange’s name"),
        _("Search for its domain too, and for anything that says “no-reply”."),
    ),
    SelfHelpStep(
        _("Let our mail through"),
        _("Take the exchange off your block list, and ask your mail provider to allow the sender."),
    ),
    SelfHelpStep(
        _("Then wait, and ask only once"),
        _("After a reset, allow 8 to 12 hours. Many requests in a row make mail arrive later, or not at all."),
    ),
)


def wallet_seen(when: Condition) -> Caution:
    """Somebody else may have a wallet's phrase: only a new wallet helps."""
    return Caution(
        when=when,
        text=_(
            "Whoever has a wallet’s recovery phrase has its funds. Move them to a new wallet with a new phrase, at once. "
            "We cannot do that for you or bring them back, and we never ask for the phrase."
        ),
    )
