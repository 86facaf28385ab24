"""Fills the lists of a page, each entry on a page of its own, as people do."""

from collections.abc import Mapping
from typing import Any

from forms_catalog.definition import Step
from forms_catalog.fields import Entries
from tests.customer import Customer


def fill_lists(customer: Customer, step: Step, given: Mapping[str, Any]) -> None:
    """Add every entry that is among the answers to the lists of the present page."""
    here = customer.url
    for name, field in step.fields().items():
        for entry in given[name] if isinstance(field, Entries) else ():
            customer.post(f"{here}{entry['kind']}/{entry['id']}/", entry)
            assert customer.url == here, (entry, customer.text)
