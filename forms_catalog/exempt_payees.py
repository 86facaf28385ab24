"""The tax form W-9 as it is now: its revision, the exempt payee codes, and those that ask for a second look.

The tax office changes them: a new revision is a change of this file alone.
"""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Words

REVISION = "2024-03"
WHERE_IT_STANDS = _("The first entry of box 4 on the W-9 of March 2024. A plan usually has code 1.")

CODES: Mapping[str, Words] = {
    "1": _("1 – exempt organisation, any IRA, or custodial account under 403(b)(7)"),
    "2": _("2 – the United States or one of its agencies"),
    "3": _("3 – a US state, territory or one of their agencies"),
    "4": _("4 – a foreign government or one of its agencies"),
    "5": _("5 – a corporation"),
    "6": _("6 – a registered dealer in securities or commodities"),
    "7": _("7 – a registered futures commission merchant"),
    "8": _("8 – a real estate investment trust"),
    "9": _("9 – an entity registered as an investment company"),
    "10": _("10 – a common trust fund of a bank"),
    "11": _("11 – a bank or other financial institution"),
    "12": _("12 – a nominee or custodian"),
    "13": _("13 – a trust that is exempt or described in section 4947"),
}
"""What may stand in box 4, in our words."""
DOUBTFUL = ("5", "12", "13")
"""Not exempt for what a broker reports, as a rule: agents look twice."""
