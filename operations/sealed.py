"""Seals data at rest with keys derived from SECRET_KEY: a stolen database shows no answers."""

import base64
import json
from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models

_PURPOSE = b"kraken-support sealed data v1"


class SealBroken(Exception):
    """The sealed data does not open with any of our keys: it was altered, or its key is gone."""


@cache
def _box(secrets: tuple[str, ...]) -> MultiFernet:
    keys = [HKDF(algorithm=SHA256(), length=32, salt=None, info=_PURPOSE).derive(secret.encode()) for secret in secrets]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


def _ours() -> MultiFernet:
    return _box((settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def seal(value: Any) -> bytes:
    """Encrypt and sign a JSON-able value with the newest key."""
    return _ours().encrypt(json.dumps(value, ensure_ascii=False).encode())


def unseal(data: bytes) -> Any:
    """The value inside; raises SealBroken."""
    try:
        return json.loads(_ours().decrypt(bytes(data)))
    except InvalidToken:
        raise SealBroken from None


SEALED_MARK = "\x01sealed:"


class Sealed(str):
    """A text that is written down sealed; one that was read so stays one."""

    __slots__ = ()


class SealableText(models.TextField):  # type: ignore[type-arg]  # as its stubs know it, but for what is sealed
    """A column of texts, those sealed that were given as `Sealed`; nobody finds a sealed one by its words."""

    def get_prep_value(self, value: Any) -> Any:
        """Seal on the way to the database; also what only looks sealed, so that nobody's own words break a page."""
        text = super().get_prep_value(value)
        is_sealed = text and (isinstance(value, Sealed) or text.startswith(SEALED_MARK))
        return SEALED_MARK + seal(text).decode() if is_sealed else text

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Unseal on the way back."""
        if value is None or not value.startswith(SEALED_MARK):
            return value
        return Sealed(unseal(value.removeprefix(SEALED_MARK).encode()))

    def value_to_string(self, obj: models.Model) -> str:
        """Never written out in the clear, not even by dumpdata."""
        return str(self.get_prep_value(self.value_from_object(obj)))


class SealedJSONField(models.BinaryField):  # type: ignore[type-arg]  # stubs know no JSON inside bytes
    """A column whose JSON only this portal can read; it cannot be searched, which is the point."""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Seal on the way to the database."""
        return super().get_db_prep_value(None if value is None else seal(value), connection, prepared)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """Unseal on the way back."""
        return None if value is None else unseal(bytes(value))

    def value_to_string(self, obj: models.Model) -> str:
        """Never written out in the clear, not even by dumpdata."""
        return base64.b64encode(seal(self.value_from_object(obj))).decode()
