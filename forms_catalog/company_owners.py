"""The owners of a company as a customer names them, and what is reckoned from them (domain B6, U1 to U8)."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from forms_catalog.definition import Answers, Asking, Told, Words
from forms_catalog.errors import refusal
from forms_catalog.fields import (
    EntryKind,
    birth_date,
    choices,
    country,
    details,
    full_name,
    has_come,
    share,
    short_text,
)
from forms_catalog.fields.entries import Entry, above
from forms_catalog.fields.shares import share_in_words
from forms_catalog.ownership.figures import percentage_of, share_of
from forms_catalog.ownership.reckoning import Amounts, Held, Reckoning, reckon
from forms_catalog.ownership.structure import Holding, Kind, Measure, Structure

MOST_OWNERS = 100
DEEPEST = 10
"""Companies between the company itself and the last owner."""
IN_A_COMPANY = (Kind.PERSON, Kind.COMPANY, Kind.TRUST, Kind.LISTED, Kind.STATE)
MEASURES: Mapping[Measure, Words] = {
    Measure.SHARES: gettext_lazy("Shares"),
    Measure.EQUITY: gettext_lazy("Equity"),
    Measure.VOTES: gettext_lazy("Votes"),
}
TRUST_ROLES: Mapping[str, Words] = {
    "trustee": gettext_lazy("Trustee"),
    "settlor": gettext_lazy("Settlor: gave what the trust holds"),
    "beneficiary": gettext_lazy("Beneficiary"),
}


def threshold() -> Fraction:
    """The share from which a person counts as an owner, inclusive (U1)."""
    return Fraction(settings.OWNERSHIP_THRESHOLD_PERCENT, 100)


def structure_of(answers: Answers) -> Structure:
    """The company and its owners, read from the answers."""
    return Structure(
        name=answers.get("company_name", ""),
        country=answers.get("company_country", ""),
        holdings=tuple(_holding(each) for each in answers.get("owners") or ()),
    )


def reckoned(answers: Answers) -> Reckoning:
    """What follows from the owners in the answers."""
    return reckon(structure=structure_of(answers), threshold=threshold())


def _holding(entry: Entry) -> Holding:
    return Holding(
        id=entry["id"],
        under=above(entry["id"]),
        kind=Kind(entry["kind"]),
        name=entry["name"],
        born=entry.get("born", ""),
        country=entry.get("country", ""),
        stakes=_stakes(entry),
        roles=tuple(entry.get("trust_roles", ())),
        note=entry.get("note", ""),
    )


def _stakes(entry: Entry) -> Amounts:
    """The three parts of a holding; what was left empty is as large as the part of the shares."""
    shares = entry.get("shares", "0")
    return {each: share_of(entry.get(each.value) or shares) for each in Measure}


def amounts_in_words(amounts: Mapping[Measure, Fraction]) -> str:
    """Three shares in one line; one figure where all are the same."""
    if len(set(amounts.values())) == 1:
        return _("%(share)s of shares, equity and votes") % {"share": share_in_words(amounts[Measure.SHARES])}
    return " · ".join(f"{label} {share_in_words(amounts[measure])}" for measure, label in MEASURES.items())


def refused_owners(cleaned: Answers, asking: Asking) -> Mapping[str, ValidationError]:
    """What cannot be so in the owners as a whole (E-OWNERSHIP-SUM, E-OWNERSHIP-LOOP, U3)."""
    found = reckoned({**asking.answers, **cleaned})
    refusals = [
        *_too_much(found),
        *(refusal("ownership_loop", company=each.name, entry=each.id) for each in found.loops if not each.note),
        *(refusal("ownership_twice", company=each.name, entry=each.id) for each in found.opened_twice),
        *(_to_open(each) for each in found.to_open),
    ]
    return {"owners": ValidationError(refusals)} if refusals else {}


def refused_owner(entry: Entry, entries: Sequence[Entry], asking: Asking) -> Mapping[str, ValidationError]:
    """Whether an entry names a company as an owner of itself, and does not say why."""
    found = reckoned({**asking.answers, "owners": list(entries)})
    looped = [each for each in found.loops if each.id == entry["id"] and not each.note]
    return {"note": refusal("ownership_loop", company=entry["name"])} if looped else {}


def _too_much(found: Reckoning) -> list[ValidationError]:
    refusals = []
    for level in found.levels:
        if level.over:
            code = "ownership_votes" if level.over == [Measure.VOTES] else "ownership_sum"
            percentage, _exact = percentage_of(level.amounts[level.over[0]])
            number = number_format(Decimal(percentage))
            refusals.append(refusal(code, company=level.name, number=number, entry=level.opened))
    return refusals


def _to_open(held: Held) -> ValidationError:
    return refusal(
        "ownership_closed", company=held.name, threshold=share_in_words(threshold()), entry=held.places[0].id
    )


def nothing_is_left(asking: Asking) -> bool:
    """Whether the owners of every company add up to the whole."""
    return not any(level.rest for level in reckoned(asking.answers).levels)


def whose_rest(asking: Asking) -> Told:
    """Which companies have parts that belong to nobody who was named, with the way to the list of owners."""
    names = ", ".join(level.name for level in reckoned(asking.answers).levels if level.rest)
    return Told(_("Not all parts are named yet of: %(names)s.") % {"names": names}, "owners")


def result(asking: Asking) -> dict[str, Any]:
    """Who holds as much as an owner by the customer's own figures; what is only nearly as much is the agents' to see."""
    return {
        "threshold": share_in_words(threshold()),
        "owners": [
            {
                "name": " / ".join(each.spellings),
                "amounts": amounts_in_words(each.amounts),
                "places": len(each.places),
                "trust": each.through_trust,
            }
            for each in reckoned(asking.answers).owners
        ],
    }


def level_in_words(level: Sequence[Entry]) -> str:
    """What the owners of one company come to."""
    if any(each["kind"] == Kind.MEMBER for each in level):
        return ""
    holdings = [_stakes(each) for each in level]
    amounts = {measure: sum((each[measure] for each in holdings), Fraction(0)) for measure in Measure}
    return _("Together: %(amounts)s") % {"amounts": amounts_in_words(amounts)}


def _tells(entry: Entry) -> list[Words]:
    return [OWNER_KINDS[entry["kind"]].label, amounts_in_words(_stakes(entry))]


def _tells_roles(entry: Entry) -> list[Words]:
    return [TRUST_ROLES[each] for each in entry["trust_roles"]]


def _parts() -> dict[str, forms.Field]:
    same = gettext_lazy("Empty: the same as the shares.")
    return {
        "shares": share(
            gettext_lazy("Part of the shares, in %"),
            hint=gettext_lazy("Like 25 or 33.333333, or a fraction like 1/3."),
            required=gettext_lazy("Enter which part of the shares this owner holds"),
        ),
        "equity": share(gettext_lazy("Part of the equity, in %"), hint=same),
        "votes": share(gettext_lazy("Part of the votes, in %"), hint=same),
    }


def _person() -> dict[str, forms.Field]:
    return {
        "name": full_name(
            gettext_lazy("Full legal name"), required=gettext_lazy("Enter the full name"), autocomplete="off"
        ),
        "born": birth_date(
            gettext_lazy("Date of birth"), required=gettext_lazy("Enter the date of birth"), of_another=True
        ),
        "country": country(
            gettext_lazy("Country of residence"), required=gettext_lazy("Enter the country they live in")
        ),
    }


def _body(name: Words, required: Words) -> dict[str, forms.Field]:
    return {
        "name": short_text(name, required=required),
        "country": country(
            gettext_lazy("Country of registration"),
            required=gettext_lazy("Enter the country in which it is registered"),
        ),
    }


def _note(label: Words, hint: Words) -> dict[str, forms.Field]:
    return {"note": details(label, hint=hint, minimum=0, maximum=2_000, required=False)}


OWNER_KINDS: Mapping[str, EntryKind] = {
    Kind.PERSON.value: EntryKind(
        label=gettext_lazy("A person"),
        title=gettext_lazy("A person who owns a part"),
        hint=gettext_lazy("Somebody who holds shares, equity or votes in their own name."),
        fields=lambda: _person() | _parts(),
        check=has_come("born"),
        tells=_tells,
    ),
    Kind.COMPANY.value: EntryKind(
        label=gettext_lazy("A company"),
        title=gettext_lazy("A company that owns a part"),
        hint=gettext_lazy("You can then add its own owners."),
        fields=lambda: (
            _body(gettext_lazy("Legal name of the company"), gettext_lazy("Enter the name of the company"))
            | _parts()
            | _note(
                gettext_lazy("Anything unusual about it"),
                gettext_lazy("For example, why it also belongs to a company that it owns."),
            )
        ),
        holds=IN_A_COMPANY,
        add=gettext_lazy("Add an owner of %(name)s"),
        tells=_tells,
    ),
    Kind.TRUST.value: EntryKind(
        label=gettext_lazy("A trust or foundation"),
        title=gettext_lazy("A trust that owns a part"),
        hint=gettext_lazy("You can then add its trustees, settlors and beneficiaries."),
        fields=lambda: (
            _body(gettext_lazy("Name of the trust"), gettext_lazy("Enter the name of the trust"))
            | _parts()
            | _note(
                gettext_lazy("Anything unusual about it"),
                gettext_lazy("For example, beneficiaries who are not known by name yet."),
            )
        ),
        holds=(Kind.MEMBER,),
        add=gettext_lazy("Add a person of %(name)s"),
        tells=_tells,
    ),
    Kind.LISTED.value: EntryKind(
        label=gettext_lazy("A company on a stock exchange"),
        title=gettext_lazy("A listed company that owns a part"),
        hint=gettext_lazy("Its own owners are not needed."),
        fields=lambda: (
            _body(gettext_lazy("Legal name of the company"), gettext_lazy("Enter the name of the company"))
            | {
                "exchange": short_text(
                    gettext_lazy("Stock exchange and ticker symbol"),
                    required=gettext_lazy("Enter the stock exchange that it is listed on"),
                )
            }
            | _parts()
        ),
        tells=_tells,
    ),
    Kind.STATE.value: EntryKind(
        label=gettext_lazy("A state or public body"),
        title=gettext_lazy("A public body that owns a part"),
        hint=gettext_lazy("Its own owners are not needed."),
        fields=lambda: (
            _body(gettext_lazy("Name of the public body"), gettext_lazy("Enter the name of the public body")) | _parts()
        ),
        tells=_tells,
    ),
    Kind.MEMBER.value: EntryKind(
        label=gettext_lazy("A person of the trust"),
        title=gettext_lazy("A person of the trust"),
        hint=gettext_lazy("A trustee, settlor or beneficiary."),
        fields=lambda: (
            _person()
            | {
                "trust_roles": choices(
                    gettext_lazy("What they are in the trust"),
                    TRUST_ROLES,
                    required=gettext_lazy("Tick what they are in the trust"),
                )
            }
        ),
        check=has_come("born"),
        tells=_tells_roles,
    ),
}
