"""Reads what a child reported, as data from a stranger: a parser that was taken over must not reach further."""

from dataclasses import dataclass
from typing import Any

from attachments.inspection.report import Drawn
from attachments.inspection.verdicts import CODES, FLAGS, JPEG, PDF, PNG, InspectionDied
from attachments.limits import MAX_PDF_PAGES, PREVIEW_PAGES, PREVIEW_SIDE


@dataclass(frozen=True)
class Answer:
    """A report whose every value is one that we know."""

    code: str = ""
    media_type: str = ""
    pages: int | None = None
    width: int | None = None
    height: int | None = None
    flags: tuple[str, ...] = ()
    previews: tuple[Drawn, ...] = ()


def read_answer(said: dict[str, Any]) -> Answer:
    """The report, checked. Raises InspectionDied when anything in it is not as agreed."""
    try:
        answer = Answer(
            code=said["code"],
            media_type=said["media_type"],
            pages=said["pages"],
            width=said["width"],
            height=said["height"],
            flags=tuple(said["flags"]),
            previews=tuple(Drawn(**each) for each in said["previews"]),
        )
        sound = _is_sound(answer)
    except (KeyError, TypeError, ValueError) as fault:
        raise InspectionDied("The inspection gave no readable answer.") from fault
    if not sound:
        raise InspectionDied("The inspection gave an impossible answer.")
    return answer


def _is_sound(answer: Answer) -> bool:
    if answer.code not in {"", *CODES} or answer.media_type not in {"", JPEG, PNG, PDF}:
        return False
    if not answer.code and not answer.media_type:
        return False
    if not set(answer.flags) <= set(FLAGS):
        return False
    numbers = [answer.pages, answer.width, answer.height]
    if any(each is not None and not (isinstance(each, int) and 0 < each < 10**9) for each in numbers):
        return False
    if answer.pages is not None and answer.pages > MAX_PDF_PAGES:
        return False
    previews = answer.previews
    if len(previews) > PREVIEW_PAGES or len({each.number for each in previews}) < len(previews):
        return False
    return all(
        isinstance(each.number, int)
        and 1 <= each.number <= PREVIEW_PAGES
        and 1 <= each.width <= PREVIEW_SIDE
        and 1 <= each.height <= PREVIEW_SIDE
        for each in previews
    )
