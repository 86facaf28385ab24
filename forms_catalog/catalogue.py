"""Finds every request type: one file in requests/ is one thing a customer can ask, and nothing else names it."""

import importlib
import pkgutil
from functools import cache
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import override

from attachments import limits
from forms_catalog import pointers as pointer_files
from forms_catalog import requests
from forms_catalog.definition import FilePolicy, Group, RequestType, Step
from forms_catalog.fields import Entries
from forms_catalog.pointer import Pointer


class SlugTakenTwice(Exception):
    """Two files in requests/ or pointers/ claim the same slug."""


@cache
def catalogue() -> dict[str, RequestType]:
    """All request types by slug, in the order of their groups, then of their files' names."""
    found: dict[str, RequestType] = {}
    for module in sorted(pkgutil.iter_modules(requests.__path__), key=lambda each: each.name):
        request_type: RequestType = importlib.import_module(f"{requests.__name__}.{module.name}").request
        if request_type.slug in found:
            raise SlugTakenTwice(f"{module.name}.py uses the slug {request_type.slug!r} a second time.")
        found[request_type.slug] = request_type
    groups = list(Group)
    return dict(sorted(found.items(), key=lambda item: groups.index(item[1].group)))


@cache
def pointers() -> dict[str, Pointer]:
    """All pages that say how something is done without us, by slug, in the order of their files' names."""
    found: dict[str, Pointer] = {}
    for module in sorted(pkgutil.iter_modules(pointer_files.__path__), key=lambda each: each.name):
        pointer: Pointer = importlib.import_module(f"{pointer_files.__name__}.{module.name}").pointer
        if pointer.slug in found or pointer.slug in catalogue():
            raise SlugTakenTwice(f"{module.name}.py uses the slug {pointer.slug!r} a second time.")
        found[pointer.slug] = pointer
    return found


def listed() -> list[RequestType | Pointer]:
    """Everything a customer can look for, by group: requests that begin here, then what needs none."""
    begun_here = (each for each in catalogue().values() if not each.stage_of)
    everything: list[RequestType | Pointer] = [*begun_here, *pointers().values()]
    groups = list(Group)
    return sorted(everything, key=lambda each: groups.index(each.group))


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


def _most(files: FilePolicy | None, usual: int) -> int:
    return min(usual, files.at_most or usual) if files else 0


def stages_of(request_type: RequestType) -> list[RequestType]:
    """The later halves of a request type."""
    return [each for each in catalogue().values() if each.stage_of == request_type.slug]


def described(request_type: RequestType) -> dict[str, Any]:
    """A request type as data: the face that `manage.py catalogue --json` shows (DESIGN §4)."""
    files = request_type.files
    stages = stages_of(request_type)
    return {
        **({"stages": [described(each) for each in stages]} if stages else {}),
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
            "extensions": limits.extensions_of(files.only) if files else [],
            "max_files": _most(files, limits.MAX_FILES_SIGNED_OUT),
            "max_files_signed_in": _most(files, limits.MAX_FILES_SIGNED_IN),
            "max_bytes": limits.MAX_FILE_BYTES if files else 0,
            "roles": [
                {"code": code, "label": in_every_language(label)}
                for code, label in (files.roles if files else {}).items()
            ],
        },
        "queue": request_type.queue,
        "base_priority": f"P{request_type.base_priority.value}",
    }
