"""The laws that can be broken, what is said of each breach, and the command that mends it."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID


class Laws(StrEnum):
    """What must hold at every moment, by the name a breach goes under."""

    BYTES_MISSING = "bytes_missing"
    BYTES_ALTERED = "bytes_altered"
    BYTES_OF_REFUSED = "bytes_of_refused"
    BYTES_WITHOUT_ROW = "bytes_without_row"
    LEFT_OVER = "left_over"
    OVERDUE = "overdue"
    PREVIEW_MISSING = "preview_missing"
    PREVIEW_UNDUE = "preview_undue"
    FLAT_COPY_WRONG = "flat_copy_wrong"
    FLAT_COPY_OVERDUE = "flat_copy_overdue"
    NOT_ON_THE_TRAIL = "not_on_the_trail"
    WRONG_REQUEST = "wrong_request"
    NOT_ACCOUNTED = "not_accounted"
    NOT_JOINED = "not_joined"
    MERGED_IN_A_CIRCLE = "merged_in_a_circle"
    WRONG_SURVIVOR = "wrong_survivor"
    MESSAGES_LOST = "messages_lost"


REQUEUE = "manage.py attachments_requeue --file {id}"
FORGET_IMAGES = (
    'manage.py shell -c "from attachments.models import FlatCopy, Preview;'
    " [each.objects.filter(attachment='{id}').delete() for each in (FlatCopy, Preview)]\""
)
MENDS = {
    Laws.BYTES_MISSING: f"restore files/quarantine/{{id}} from a backup; without one {REQUEUE} has it told to the customer",
    Laws.BYTES_ALTERED: f"restore files/quarantine/{{id}} from a backup; without one remove it there, then {REQUEUE}",
    Laws.BYTES_OF_REFUSED: "manage.py sweep --orphans",
    Laws.BYTES_WITHOUT_ROW: "manage.py sweep --orphans puts them aside for a week; was an older database restored?",
    Laws.LEFT_OVER: "manage.py sweep --orphans",
    Laws.OVERDUE: "manage.py doctor --only workers --only beat; then manage.py attachments_requeue --file {id}",
    Laws.PREVIEW_MISSING: REQUEUE,
    Laws.PREVIEW_UNDUE: FORGET_IMAGES,
    Laws.FLAT_COPY_WRONG: REQUEUE,
    Laws.FLAT_COPY_OVERDUE: "manage.py doctor --only workers --only beat; then manage.py sweep",
    Laws.NOT_ON_THE_TRAIL: "restore the database from a backup, or accept that the trail has a gap; manage.py attachments_show {id}",
    Laws.WRONG_REQUEST: "restore the database from a backup; manage.py attachments_show {id} tells what is known",
    Laws.NOT_ACCOUNTED: "restore the database from a backup; manage.py ledger --ticket {id} tells what is left",
    Laws.NOT_JOINED: "manage.py sweep",
    Laws.MERGED_IN_A_CIRCLE: "undo the merge on the page of {id}; it is then a request of its own",
    Laws.WRONG_SURVIVOR: "undo the merge on the page of {id}, and merge again",
    Laws.MESSAGES_LOST: "restore the database from a backup; manage.py ledger --ticket {id} tells what is left",
}


@dataclass(frozen=True)
class Breach:
    """One law that one thing breaks: which, what, in a sentence, and the command that mends it."""

    law: Laws
    subject: str
    sentence: str
    mend: str


def breach(law: Laws, subject: UUID | str, sentence: str) -> Breach:
    """A breach with its mend. In: the id of a file, or the reference of a request."""
    return Breach(law=law, subject=str(subject), sentence=sentence, mend=MENDS[law].format(id=subject))
