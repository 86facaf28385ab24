"""No field of any request type takes a secret, wherever on its page and on whatever branch it stands."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from django import forms
from django.core.exceptions import ValidationError

from follow_up.forms import WriteForm
from forms_catalog.catalogue import catalogue
from forms_catalog.fields import Entries
from forms_catalog.fields.parts import Parts
from secret_guard.fields import GuardedText

SECRETS = {
    "secret": "my password is Canary7xQ",
    "seed": "abandon " * 11 + "about",
    "tin": "123-45-6789",
}


def asked(place: str, fields: Mapping[str, forms.Field]) -> Iterator[tuple[str, forms.Field]]:
    """Each field with its place; of a list the fields of its entries, since nothing else of it is typed."""
    for name, field in fields.items():
        if isinstance(field, Entries):
            for code, kind in field.kinds.items():
                yield from asked(f"{place}/{name}/{code}", kind.asked)
        else:
            yield f"{place}/{name}", field


FIELDS = [
    pytest.param(field, id=place)
    for kind in catalogue().values()
    for step in kind.steps
    for place, field in asked(f"{kind.slug}/{step.slug}", step.fields())
] + [pytest.param(field, id=f"writing/{name}") for name, field in WriteForm().fields.items()]
PICKED = (forms.ChoiceField, forms.BooleanField)


def refused(field: forms.Field, value: Any) -> str:
    """The code with which a value is refused; empty when it is taken."""
    try:
        field.clean(value)
    except ValidationError as refusal:
        return str(refusal.error_list[0].code)
    return ""


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("code", SECRETS)
def test_a_secret_is_refused_by_every_field(field: forms.Field, code: str) -> None:
    secret = SECRETS[code]
    if isinstance(field, GuardedText):
        # A field for a few signs says first that these are too many.
        assert refused(field, secret) in {code, "long"}
    elif isinstance(field, PICKED):
        # What was not offered is not kept: a list of codes, or yes and no.
        assert secret not in str(field.clean(True) if isinstance(field, forms.BooleanField) else refused(field, secret))
    elif isinstance(field.widget, Parts):
        for place in range(len(field.widget.names)):
            boxes = [""] * len(field.widget.names)
            boxes[place] = secret
            assert refused(field, boxes) or field.clean(boxes) in field.empty_values
    else:
        assert refused(field, secret)
