"""The token of a tray: whoever holds it may send files into that tray, from any network, without a cookie."""

from dataclasses import dataclass
from uuid import UUID

from operations.tokens import said_by, token_saying

_PURPOSE = b"tray-token"
_TRAY_BYTES = _PERSON_BYTES = 16


@dataclass(frozen=True)
class Allowance:
    """What a token lets its holder do: put so many usable files into one tray, as this person or as nobody known."""

    tray_id: UUID
    limit: int
    person_id: UUID | None


def token_for(*, tray_id: UUID, limit: int, person_id: UUID | None = None) -> str:
    """A token for a tray. In: how many usable files the tray may hold, 1 to 255, and who is signed in."""
    person = person_id.bytes if person_id else b""
    return token_saying(purpose=_PURPOSE, said=tray_id.bytes + bytes([limit]) + person)


def read_token(*, token: str) -> Allowance | None:
    """What a token allows; None for every text that is none of ours. Whether the tray is still there, its row says."""
    said = said_by(purpose=_PURPOSE, token=token)
    if said is None or len(said) not in {_TRAY_BYTES + 1, _TRAY_BYTES + 1 + _PERSON_BYTES}:
        return None
    tray, limit, person = said[:_TRAY_BYTES], said[_TRAY_BYTES], said[_TRAY_BYTES + 1 :]
    return Allowance(UUID(bytes=tray), limit, UUID(bytes=person) if person else None)
