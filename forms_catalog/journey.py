"""Derives the way through a request from its answers: where am I, may I open this page, what is next.

Nothing of it is stored. The journey walks the steps from the first, keeps those whose condition the answers meet, and
stops at the first page without a good answer, or at the first answer that leads elsewhere.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

from django import forms

from forms_catalog.catalogue import catalogue
from forms_catalog.definition import Answers, Asking, Ending, HandOver, RequestType, Step
from forms_catalog.models import Draft

SEEN_FILES = "_files"
"""The answer that says the documents page was left by its Continue button."""


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

    def clean(self) -> dict[str, Any]:
        """Apply the page's own check to fields that are good one by one."""
        cleaned = super().clean() or {}
        if self.step.check and not self.errors:
            for name, sentence in self.step.check(cleaned, self.asking).items():
                self.add_error(name, sentence)
        return cleaned

    def answers(self) -> dict[str, Any]:
        """The cleaned answers as a draft keeps them."""
        return as_stored(self.cleaned_data)


def as_stored(cleaned: Mapping[str, Any]) -> dict[str, Any]:
    """Cleaned answers as a draft keeps them: codes and texts."""
    return {
        name: value.isoformat() if hasattr(value, "isoformat") else ("" if value is None else value)
        for name, value in cleaned.items()
    }


@dataclass(frozen=True, kw_only=True)
class Walk:
    """How far the answers lead: pages passed, the page that is next, or the exit they take."""

    passed: list[Step] = field(default_factory=list)
    current: Step | None = None
    exit: HandOver | Ending | None = None
    answers: dict[str, Any] = field(default_factory=dict)

    @property
    def is_complete(self) -> bool:
        """True when every question is answered and no answer leads elsewhere."""
        return self.current is None and self.exit is None

    def open_steps(self) -> list[Step]:
        """The pages that may be opened now."""
        return [*self.passed, self.current] if self.current else self.passed


@dataclass(frozen=True, kw_only=True)
class Journey:
    """One person's way through one request type."""

    request_type: RequestType
    answers: Answers
    now: datetime
    device: str
    has_parent: bool = False

    def asking(self, answers: Answers) -> Asking:
        """What a page's check may look at."""
        return Asking(answers=answers, now=self.now, device=self.device)

    def walk(self) -> Walk:
        """Follow the answers from the first page. Answers of pages that fell away are not among the result's."""
        passed: list[Step] = []
        used: dict[str, Any] = {}
        for step in self.request_type.steps:
            if (step.when and not step.when(used)) or (step.unless_parent and self.has_parent):
                continue
            stored = self._stored(step, used)
            if stored is None:
                return Walk(passed=passed, current=step, answers=used)
            passed.append(step)
            used |= stored
            exit = self._exit(used)
            if exit:
                return Walk(passed=passed, exit=exit, answers=used)
        return Walk(passed=passed, answers=used)

    def _stored(self, step: Step, used: Answers) -> dict[str, Any] | None:
        asked = fields_of(step)
        if any(name not in self.answers for name in asked):
            return None
        try:
            # What StepForm does with an answer, without a form: nobody is shown one here, and every page walks.
            cleaned = {
                name: each.clean(each.widget.value_from_datadict(self.answers, {}, name))
                for name, each in asked.items()
            }
        except forms.ValidationError:
            return None
        refused = step.check(cleaned, self.asking(used)) if step.check else None
        return None if refused else as_stored(cleaned)

    def _exit(self, used: Answers) -> HandOver | Ending | None:
        candidates: list[HandOver | Ending] = [*self.request_type.exits, *self.request_type.endings]
        return next((each for each in candidates if each.when(used)), None)


def journey_of(*, draft: Draft, now: datetime) -> Journey:
    """The way of a draft through its request type, as it is now."""
    return Journey(
        request_type=catalogue()[draft.request_type],
        answers=draft.answers,
        now=now,
        device=draft.device,
        has_parent=draft.parent_id is not None,
    )


def carried(*, exit: HandOver, answers: Mapping[str, Any], to: RequestType) -> dict[str, Any]:
    """A draft's answers after a hand-over: those of fields with the same name, and those it maps by hand.

    A code the other type does not know is left out: its page asks afresh. What only this type asks is kept, as the way
    may lead back; answers that no page of a type asks for are never sent.
    """
    wanted = {name: form_field for step in to.steps for name, form_field in step.fields().items()}
    kept = {name: value for name, value in answers.items() if name not in exit.leave}
    kept |= {exit.carry[name]: value for name, value in answers.items() if name in exit.carry}
    return {name: value for name, value in kept.items() if name not in wanted or _fits(wanted[name], value)}


def _fits(form_field: forms.Field, value: Any) -> bool:
    try:
        form_field.clean(value)
    except forms.ValidationError:
        return False
    return True
