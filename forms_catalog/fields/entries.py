"""A list that somebody fills entry by entry, each on a page of its own: people, or owners and the owners of those.

The answer is a list of entries. An entry holds its `id`, its `kind` and the answers of its page. One that stands under
another has an id that begins with the other's: `3f9a1c-77aa02` stands under `3f9a1c`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django import forms

from forms_catalog.definition import Answers, Asking, Step, Words
from forms_catalog.errors import refusal
from forms_catalog.fields.keeping import as_stored
from forms_catalog.fields.wording import sentences

Entry = Mapping[str, Any]
_ID = re.compile(r"[0-9a-f]{6}(?:-[0-9a-f]{6})*")


def above(entry_id: str) -> str:
    """The id of the entry that another one stands under; empty at the top."""
    return entry_id.rpartition("-")[0]


def depth(entry_id: str) -> int:
    """1 at the top, 2 under an entry there, and so on."""
    return entry_id.count("-") + 1


@dataclass(frozen=True, kw_only=True, eq=False)
class EntryKind:
    """One kind of entry: the page that asks for it, which kinds may stand under it, and what its list tells of it.

    `label` names it where somebody chooses a kind, `title` heads its page, `named` is the field that an entry is called by,
    `add` the way to what may stand under it, with its %(name)s.
    """

    label: Words
    title: Words
    fields: Callable[[], dict[str, forms.Field]]
    hint: Words = ""
    check: Callable[[Answers, Asking], Mapping[str, Any]] | None = None
    holds: Sequence[str] = ()
    add: Words = ""
    named: str = "name"
    tells: Callable[[Entry], Sequence[Words]] | None = None

    @cached_property
    def asked(self) -> dict[str, forms.Field]:
        """The fields, made once: to name and to judge answers with."""
        return self.fields()

    def called(self, entry: Entry) -> str:
        """The name of an entry."""
        return str(entry.get(self.named, ""))

    def cleaned(self, entry: Entry) -> dict[str, Any]:
        """An entry as a draft keeps it. Raises ValidationError when its page would not take it."""
        cleaned = {
            name: each.clean(each.widget.value_from_datadict(entry, {}, name)) for name, each in self.asked.items()
        }
        return {"id": entry["id"], "kind": entry["kind"], **as_stored(cleaned)}

    def add_under(self, entry: Entry) -> str:
        """The way to what may stand under an entry, in words."""
        return self.add % {"name": self.called(entry)}

    def page(self, slug: str) -> Step:
        """The page that asks for an entry, as any other page is."""
        return Step(slug=slug, title=self.title, hint=self.hint, fields=self.fields, check=self.check)


class EntriesBox(forms.Widget):
    """The list as it stands, with the ways to change it. Its links lead to pages below the one it is shown on."""

    template_name = "ks/entries.html"
    lists = True
    """Says to the template pack which shape this has."""

    def __init__(self, entries: "Entries") -> None:
        super().__init__()
        self.entries = entries

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """The entries a draft holds; a page that is sent has none of them in it."""
        return data.get(name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """The rows of the list; the template pack draws them."""
        given = value if isinstance(value, list) else []
        # What was written when its page asked something else is only named: nothing can be told of it.
        good = {each["id"] for each in given if self._is_good(each)}
        return {
            "widget": {
                "rows": self._rows(given, good, ""),
                "none": self.entries.none,
                "add": self.entries.another if given else self.entries.one,
                "full": len(given) >= self.entries.most,
                "sum": self._sum(given, good, ""),
            }
        }

    def _is_good(self, entry: Entry) -> bool:
        try:
            self.entries.kinds[entry["kind"]].cleaned(entry)
        except forms.ValidationError:
            return False
        return True

    def _rows(self, given: Sequence[Entry], good: set[str], under: str) -> list[dict[str, Any]]:
        rows = []
        for entry in (each for each in given if above(each["id"]) == under):
            kind = self.entries.kinds[entry["kind"]]
            deeper = bool(kind.holds) and depth(entry["id"]) < self.entries.deepest
            name = kind.called(entry)
            rows.append(
                {
                    "id": entry["id"],
                    "name": name,
                    "tells": kind.tells(entry) if kind.tells and entry["id"] in good else (),
                    "url": f"{entry['kind']}/{entry['id']}/",
                    "add": kind.add_under(entry) if deeper else "",
                    "rows": self._rows(given, good, entry["id"]),
                    "sum": self._sum(given, good, entry["id"]),
                }
            )
        return rows

    def _sum(self, given: Sequence[Entry], good: set[str], under: str) -> Words:
        level = [each for each in given if each["id"] in good and above(each["id"]) == under]
        return self.entries.adds_up(level) if self.entries.adds_up and level else ""


class Entries(forms.Field):
    """A list of entries (E-ENTRIES, E-ENTRY); `kinds` are those that may stand in it, `top` those that need no other above them.

    `judge` refuses an entry for what stands beside it: it gets the entry, all entries with it, and what a check gets.
    `unsettles` names answers that hang on the list: they are asked again when it changes. `adds_up` says what the entries
    of one level come to.
    """

    def __init__(
        self,
        *,
        kinds: Mapping[str, EntryKind],
        one: Words,
        another: Words,
        none: Words,
        most: int,
        top: Sequence[str] = (),
        deepest: int = 1,
        judge: Callable[[Entry, Sequence[Entry], Asking], Mapping[str, Any]] | None = None,
        adds_up: Callable[[Sequence[Entry]], Words] | None = None,
        unsettles: Sequence[str] = (),
        **kwargs: Any,
    ) -> None:
        self.kinds, self.top, self.most, self.deepest = kinds, top or tuple(kinds), most, deepest
        self.one, self.another, self.none = one, another, none
        self.judge, self.adds_up, self.unsettles = judge, adds_up, unsettles
        super().__init__(widget=EntriesBox(self), **kwargs)

    def may_hold(self, entry_id: str, given: Sequence[Entry]) -> Sequence[str]:
        """The kinds of entries that may stand under an entry; at the top when the id is empty."""
        if not entry_id:
            return self.top
        holder = next((each for each in given if each["id"] == entry_id), None)
        if holder is None or depth(entry_id) >= self.deepest:
            return ()
        return self.kinds[holder["kind"]].holds

    def fits(self, entry_id: str, kind: str, given: Sequence[Entry]) -> bool:
        """Whether an entry of a kind may have this id: it is there, or its place is free and not too many are there."""
        there = next((each for each in given if each["id"] == entry_id), None)
        if there:
            return bool(there["kind"] == kind)
        well_formed = bool(_ID.fullmatch(entry_id)) and len(given) < self.most
        return well_formed and kind in self.may_hold(above(entry_id), given)

    def clean(self, value: Any) -> list[dict[str, Any]]:
        """Every entry as its page would take it; the first that it would not is named (E-ENTRY)."""
        given = value if isinstance(value, list) else []
        if self.required and not given:
            raise refusal("required", self.error_messages["required"])
        if len(given) > self.most:
            raise refusal("entries", limit=self.most, found=len(given))
        kept: list[dict[str, Any]] = []
        for entry in given:
            try:
                fits = self.fits(entry["id"], entry["kind"], kept)
                kept.append(self.kinds[entry["kind"]].cleaned(entry) if fits else {})
            except forms.ValidationError:
                fits = False
            if not fits:
                raise refusal("entry", name=self.kinds[entry["kind"]].called(entry), entry=entry["id"])
        return kept


def numbered(given: Sequence[Entry], under: str = "", before: str = "") -> Iterator[tuple[str, Entry]]:
    """The entries with their numbers, `2` and then `2.1`, those under another right after it."""
    level = [each for each in given if above(each["id"]) == under]
    for position, entry in enumerate(level, 1):
        number = f"{before}{position}"
        yield number, entry
        yield from numbered(given, entry["id"], f"{number}.")


def entries(label: Words, *, hint: Words = "", required: Words = "", **kwargs: Any) -> Entries:
    """A list filled entry by entry; it may be empty unless `required` says what to do."""
    return Entries(label=label, help_text=hint, required=bool(required), error_messages=sentences(required), **kwargs)
