"""The token of a tray: whoever holds it may send files into that tray, from any network, without a cookie."""

from dataclasses import dataclass
from uuid import UUID

from operations.tokens import said_by, token_saying

_PURPOSE = b"tray-token"
_TRAY_BYTES = 16


@dataclass(frozen=True)
class Allowance:
    """What a token lets its holder do: put so many usable files into one tray."""

    tray_id: UUID
    limit: int


def token_for(*, tray_id: UUID, limit: int) -> str:
    """A token for a tray. In: how many usable files the tray may hold, 1 to 255."""
    return token_saying(purpose=_PURPOSE, said=tray_id.bytes + bytes([limit]))


def read_token(*, token: str) -> Allowance | None:
    """What a token allows; None for every text that is none of ours. Whether the tray is still there, its row says."""
    said = said_by(purpose=_PURPOSE, token=token)
    if said is None or len(said) != _TRAY_BYTES + 1:
        return None
    return Allowance(UUID(bytes=said[:_TRAY_BYTES]), said[_TRAY_BYTES])
