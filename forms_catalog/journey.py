"""Derives the way through a request from its answers: where am I, may I open this page, what is next.

Nothing of it is stored. The journey walks the steps from the first, keeps those whose condition the answers meet, and
stops at the first page without a good answer, or at the first answer that leads elsewhere.
"""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django import forms

from accounts.models import Person
from forms_catalog.access import answers_known, waits_for_sign_in
from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Answers, Asking, Ending, GoodAnswers, HandOver, NotGiven, RequestType, Step, Words
from forms_catalog.fields.doubting import Doubting
from forms_catalog.fields.keeping import as_stored
from forms_catalog.models import Draft

SEEN_FILES = "_files"
"""The answer that says the documents page was left by its Continue button."""
FILES_IGNORED = "_files_ignored"
"""The answer that says that a file was offered where the form takes none: the request’s trail will say so."""
ANYWAY = "_anyway"
"""The answer that holds the soft stops a person went past, each with the answers that had led to it."""
SIGNED_IN_AS = "_signed_in_as"
"""The address of whoever was signed in when a page was last answered: what it tells stays told when the sign-in ends."""


@cache
def fields_of(step: Step) -> dict[str, forms.Field]:
    """A page's fields, made once: to name and to judge answers with. Who shows them takes fresh ones."""
    return step.fields()


class StepForm(forms.Form):
    """The form of one page, bound to what was typed or to what the draft holds."""

    use_required_attribute = False

    def __init__(self, *, step: Step, asking: Asking, **kwargs: Any) -> None:
        self.step, self.asking = step, asking
        super().__init__(auto_id="id_%s", **kwargs)
        self.fields = step.fields()
        for name, codes in offered(step, asking.answers).items():
            field: Any = self.fields[name]
            field.choices = [each for each in field.choices if each[0] in codes or not each[0]]
        if step.narrow:
            step.narrow(self.fields, asking)

    def clean(self) -> dict[str, Any]:
        """Apply the page's own check to the fields that are good one by one."""
        cleaned = super().clean() or {}
        with suppress(NotGiven):
            refused = self.step.check(GoodAnswers(cleaned), self.asking) if self.step.check else {}
            for name, sentence in refused.items():
                self.add_error(name, sentence)
        return cleaned

    def answers(self) -> dict[str, Any]:
        """The cleaned answers as a draft keeps them."""
        return as_stored(self.cleaned_data)


def offered(step: Step, answers: Answers) -> Mapping[str, Collection[str]]:
    """The choices of a page that earlier answers leave, by field; fields that are not named keep all of theirs."""
    return step.offers(answers) if step.offers else {}


@dataclass(frozen=True)
class Warned:
    """A sentence about answers that look odd, with the page on which they can be changed."""

    step: str
    text: Words


@dataclass(frozen=True, kw_only=True)
class Walk:
    """How far the answers lead: pages passed, the page that is next, or the exit they take."""

    passed: list[Step] = field(default_factory=list)
    current: Step | None = None
    exit: HandOver | Ending | None = None
    answers: dict[str, Any] = field(default_factory=dict)
    went_past: list[Ending] = field(default_factory=list)
    known: frozenset[str] = frozenset()

    @property
    def is_complete(self) -> bool:
        """True when every question is answered and no answer leads elsewhere."""
        return self.current is None and self.exit is None

    def open_steps(self) -> list[Step]:
        """The pages that may be opened now."""
        return [*self.passed, self.current] if self.current else self.passed

    def is_known(self, step: Step) -> bool:
        """Whether a sign-in has answered a page, so that nobody comes by it."""
        return bool(self.known) and self.known.issuperset(fields_of(step))

    def pages(self) -> list[Step]:
        """The pages on the way, in order."""
        return [step for step in self.open_steps() if not self.is_known(step)]


@dataclass(frozen=True, kw_only=True)
class Journey:
    """One person's way through one request type."""

    request_type: RequestType
    answers: Answers
    now: datetime
    device: str
    has_parent: bool = False
    person: Person | None = None
    """Whoever is signed in."""
    owner: Person | None = None
    """Whose request it is, where an invitation tells: the sender of the one that it came from."""

    @property
    def address(self) -> str:
        """The proven address of whoever is, or was last, signed in."""
        return self.person.address if self.person else self.answers.get(SIGNED_IN_AS, "")

    @property
    def known(self) -> dict[str, Any]:
        """What a sign-in answers."""
        return answers_known(request_type=self.request_type, answers=self.answers, address=self.address)

    @property
    def held(self) -> dict[str, Any]:
        """All answers there are: given and known."""
        return {**self.answers, **self.known}

    @property
    def asks_as(self) -> Person | None:
        """Whose request this becomes, as far as that is known before it is sent; an invitation says it, whoever is signed in."""
        return self.owner or self.person

    def asking(self, answers: Answers) -> Asking:
        """What a page's check may look at."""
        return Asking(answers=answers, now=self.now, device=self.device, person=self.person, owner=self.asks_as)

    def walk(self) -> Walk:
        """Follow the answers from the first page. Answers of pages that fell away are not among the result's."""
        passed: list[Step] = []
        used: dict[str, Any] = {}
        went_past: list[Ending] = []
        told = self.known
        held, known = {**self.answers, **told}, frozenset(told)
        for step in self.request_type.steps:
            if (step.when and not step.when(used)) or (step.unless_parent and self.has_parent):
                continue
            if step.needless and step.needless(self.asking(used)):
                continue
            if waits_for_sign_in(request_type=self.request_type, step=step, address=self.address):
                continue
            stored = self._stored(step, used, held)
            if stored is None:
                return Walk(passed=passed, current=step, answers=used, went_past=went_past, known=known)
            passed.append(step)
            used |= stored
            for exit in self._exits(used):
                if isinstance(exit, HandOver) or not self._goes_past(exit, stored, went_past):
                    return Walk(passed=passed, exit=exit, answers=used, went_past=went_past, known=known)
        return Walk(passed=passed, answers=used, went_past=went_past, known=known)

    def warnings(self, walk: Walk) -> list[Warned]:
        """What looks odd among the answers of a walk, in the order of its pages."""
        asking = self.asking(walk.answers)
        warned: list[Warned] = []
        for step in (each for each in walk.passed if not walk.is_known(each)):
            fields = fields_of(step)
            given = {name: walk.answers[name] for name in fields}
            texts = list(step.warn(given, asking)) if step.warn else []
            for name, form_field in fields.items():
                if isinstance(form_field, Doubting) and given[name]:
                    texts += form_field.doubts(given[name])
            warned += [Warned(step.slug, text) for text in texts]
        return warned

    def _stored(self, step: Step, used: Answers, held: Answers) -> dict[str, Any] | None:
        asked = fields_of(step)
        if any(name not in held for name in asked):
            return None
        try:
            # What StepForm does with an answer, without a form: nobody is shown one here, and every page walks.
            cleaned = {
                name: each.clean(each.widget.value_from_datadict(held, {}, name)) for name, each in asked.items()
            }
        except forms.ValidationError:
            return None
        if any(cleaned[name] not in codes for name, codes in offered(step, used).items()):
            return None
        refused = step.check(cleaned, self.asking(used)) if step.check else None
        return None if refused else as_stored(cleaned)

    def _exits(self, used: Answers) -> Iterator[HandOver | Ending]:
        """Where these answers lead, hand-overs first: somebody else's questions may still end in a ticket."""
        yield from (each for each in self.request_type.exits if each.when and each.when(used))
        yield from (each for each in self.request_type.endings if each.when and each.when(used))
        for gate in self.request_type.gates:
            page = gate.judge(self.asking(used))
            if page:
                yield page

    def _goes_past(self, ending: Ending, stored: Answers, went_past: list[Ending]) -> bool:
        """Whether the person said to go on; asked again once the answer that had led there is another."""
        if ending.slug in [each.slug for each in went_past]:
            return True
        if not ending.anyway or self.answers.get(ANYWAY, {}).get(ending.slug) != stored:
            return False
        went_past.append(ending)
        return True


def journey_of(*, draft: Draft, now: datetime, person: Person | None) -> Journey:
    """The way of a draft through its request type, as it is now. In: `person` is whoever is signed in."""
    return Journey(
        request_type=catalogue()[draft.request_type],
        answers=draft.answers,
        now=now,
        device=draft.device,
        has_parent=draft.parent_id is not None,
        person=person,
        owner=draft.parent.account if draft.invitation_id and draft.parent else None,
    )


def carried(*, exit: HandOver, answers: Mapping[str, Any], to: RequestType) -> dict[str, Any]:
    """A draft's answers after a hand-over: those of fields with the same name, and those it maps by hand.

    A code the other type does not know is left out: its page asks afresh. What only this type asks is kept, as the way
    may lead back; answers that no page of a type asks for are never sent.
    """
    wanted = {name: form_field for step in to.steps for name, form_field in step.fields().items()}
    kept = dict(exit.gives) | {name: value for name, value in answers.items() if name not in exit.leave}
    kept |= {exit.carry[name]: value for name, value in answers.items() if name in exit.carry}
    return {name: value for name, value in kept.items() if name not in wanted or _fits(wanted[name], value)}


def _fits(form_field: forms.Field, value: Any) -> bool:
    try:
        form_field.clean(value)
    except forms.ValidationError:
        return False
    return True
