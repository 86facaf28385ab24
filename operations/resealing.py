"""Seals everything that lies sealed once more, with the newest key: then an earlier key can be thrown away."""

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import CharField, QuerySet
from django.db.models.functions import Left

from operations.sealed import SEALED_MARK, SealableText, SealedJSONField

BATCH = 200


def sealed_columns() -> Iterator[tuple[type[models.Model], str]]:
    """Every column of every table that holds something sealed."""
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, SealedJSONField | SealableText):
                yield model, field.name


def sealed_rows(*, model: type[models.Model], column: str) -> QuerySet[Any]:
    """The rows of a table that hold something sealed in a column."""
    rows = model._base_manager.order_by("pk")
    if isinstance(model._meta.get_field(column), SealedJSONField):
        return rows.filter(**{f"{column}__isnull": False})
    beginning: QuerySet[Any] = rows.annotate(beginning=Left(column, len(SEALED_MARK), output_field=CharField()))
    return beginning.filter(beginning=SEALED_MARK)


def reseal(*, model: type[models.Model], column: str) -> int:
    """Seal a column anew, some rows at a time. Out: how many. Raises SealBroken for a row that no key of ours opens."""
    keys = list(sealed_rows(model=model, column=column).values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            found = model._base_manager.select_for_update(of=("self",)).filter(pk__in=keys[start : start + BATCH])
            for row in found.order_by("pk").only("pk", column):
                row.save(update_fields=[column])
    return len(keys)
