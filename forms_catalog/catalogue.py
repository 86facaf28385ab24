"""Finds every request type: one file in requests/ is one thing a customer can ask, and nothing else names it."""

import importlib
import pkgutil
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import override

from attachments import limits
from forms_catalog import requests
from forms_catalog.definition import RequestType, Step
from forms_catalog.fields import Entries


class SlugTakenTwice(Exception):
    """Two files in requests/ claim the same slug."""


@cache
def catalogue() -> dict[str, RequestType]:
    """All request types by slug, in the order of their groups, then of their files' names."""
    found: dict[str, RequestType] = {}
    for module in sorted(pkgutil.iter_modules(requests.__path__), key=lambda each: each.name):
        request_type: RequestType = importlib.import_module(f"{requests.__name__}.{module.name}").request
        if request_type.slug in found:
            raise SlugTakenTwice(f"{module.name}.py uses the slug {request_type.slug!r} a second time.")
        found[request_type.slug] = request_type
    groups = list(type(next(iter(found.values())).group)) if found else []
    return dict(sorted(found.items(), key=lambda item: groups.index(item[1].group)))


def catch_all() -> RequestType | None:
    """The request for whatever fits no other."""
    return next((each for each in catalogue().values() if each.catches_all), None)


def languages() -> list[str]:
    """The codes of the languages that every text exists in."""
    return [code for code, _name in settings.LANGUAGES]


def in_every_language(text: Any) -> dict[str, str]:
    """A lazy text, rendered in each language."""
    rendered = {}
    for code in languages():
        with override(code):
            rendered[code] = str(text)
    return rendered


def described_field(name: str, field: forms.Field) -> dict[str, Any]:
    """One field as data: what is asked, and the choices, in each language."""
    described: dict[str, Any] = {
        "name": name,
        "kind": type(field).__name__.lower(),
        "label": in_every_language(field.label or ""),
        "required": field.required,
    }
    choices: Any = getattr(field, "choices", None)
    if choices:
        described["choices"] = [{"code": code, "label": in_every_language(label)} for code, label in choices]
    if isinstance(field, Entries):
        described["entries"] = [
            {
                "kind": code,
                "label": in_every_language(kind.label),
                "named": kind.named,
                "fields": [described_field(each, its) for each, its in kind.asked.items()],
            }
            for code, kind in field.kinds.items()
        ]
    return described


def described_step(step: Step) -> dict[str, Any]:
    """One page as data."""
    return {
        "step": step.slug,
        "title": in_every_language(step.title),
        "conditional": step.when is not None or step.unless_parent,
        "fields": [described_field(name, field) for name, field in step.fields().items()],
    }


def described(request_type: RequestType) -> dict[str, Any]:
    """A request type as data: the face that `manage.py catalogue --json` shows (DESIGN §4)."""
    files = request_type.files
    return {
        "slug": request_type.slug,
        "group": request_type.group.value,
        "access": request_type.access.value,
        "title": in_every_language(request_type.title),
        "languages": languages(),
        "self_help": len(request_type.self_help.steps) if request_type.self_help else 0,
        "steps": [described_step(step) for step in request_type.steps],
        "exits": [{"to": way.to} for way in request_type.ways()],
        "endings": request_type.ends(),
        "files": {
            "asked": files is not None,
            "required": bool(files and files.required),
            "extensions": list(limits.EXTENSIONS) if files else [],
            "max_files": limits.MAX_FILES_SIGNED_OUT if files else 0,
            "max_files_signed_in": limits.MAX_FILES_SIGNED_IN if files else 0,
            "max_bytes": limits.MAX_FILE_BYTES if files else 0,
            "roles": [
                {"code": code, "label": in_every_language(label)}
                for code, label in (files.roles if files else {}).items()
            ],
        },
        "queue": request_type.queue,
        "base_priority": f"P{request_type.base_priority.value}",
    }
