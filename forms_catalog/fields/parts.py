"""One answer in several boxes, which a draft keeps as one text."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from forms_catalog.definition import Words
from forms_catalog.fields.suggesting import Suggesting


class Parts(forms.MultiWidget):
    """Several labelled boxes under one question; their values arrive as a list, what a draft kept as one text."""

    def __init__(self, boxes: Mapping[str, tuple[Words, forms.Widget]]) -> None:
        self.names = list(boxes)
        self.labels = [label for label, _box in boxes.values()]
        super().__init__({name: box for name, (_label, box) in boxes.items()})

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> Any:
        """What was typed into the boxes, or the whole answer where the draft gives it back."""
        return data[name] if name in data else super().value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether neither the boxes nor the whole answer are there."""
        return name not in data and super().value_omitted_from_data(data, files, name)

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """As Django's, each box with its label and its suggestions."""
        context = super().get_context(name, value, attrs)
        for label, box, drawn in zip(self.labels, self.widgets, context["widget"]["subwidgets"], strict=True):
            drawn |= {"label": label, "suggested": ""}
            if isinstance(box, Suggesting):
                list_id = f"{drawn['name']}_suggestions"
                drawn["attrs"] |= {"list": list_id}
                drawn["suggested"] = box.suggested(list_id)
        return context

    def decompress(self, value: Any) -> Sequence[str]:
        """The boxes' texts for an answer that a draft kept."""
        raise NotImplementedError
