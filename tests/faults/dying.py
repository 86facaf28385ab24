"""Does a deed in a child process that is gone just before its k-th statement, commit or change on the disk."""

import os
import sys
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, NoReturn

from django.conf import settings
from django.db import connections

CAME_THROUGH, DIED, BROKE = 0, 70, 1
COMMIT = "COMMIT"
CHANGES_THE_DISK = {"os.rename", "os.remove", "os.rmdir", "os.mkdir", "os.chown"}
FOR_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


@dataclass(frozen=True)
class Life:
    """What a child did. `steps` has a line for each statement, commit and change on the disk that it began."""

    died: bool
    steps: list[str]


def live(deed: Callable[[], object], *, dies_before: int = -1) -> Life:
    """Do a deed in a process of its own. In: the number of the step that it does not live to take; -1 for all.

    It dies as with kill -9: nothing is caught, rolled back or closed on the way out. The whole deed is our own code,
    which knows nothing of this: the child listens to Python and to Django's connection.
    """
    # A connection cannot be shared with a fork.
    connections.close_all()
    hears, says = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(hears)
        _live_and_die(deed, _Steps(says, dies_before))
    os.close(says)
    with os.fdopen(hears, encoding="utf-8", errors="replace") as told:
        said = told.read()
    _pid, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {CAME_THROUGH, DIED}, f"the deed itself failed:\n{said}"
    return Life(died=code == DIED, steps=said.splitlines())


def worth_dying_before(steps: list[str], *, every: bool) -> list[int]:
    """The steps to die before: all of them, or the first, the last, and those around each commit."""
    if every:
        return [*range(len(steps))]
    commits = [number for number, step in enumerate(steps) if step == COMMIT]
    around = {number + more for number in commits for more in (0, 1)}
    return sorted({0, len(steps) - 1, *around} & {*range(len(steps))})


def _live_and_die(deed: Callable[[], object], steps: "_Steps") -> NoReturn:
    code = BROKE
    try:
        steps.listen()
        deed()
        code = CAME_THROUGH
    except BaseException:
        os.write(steps.says, traceback.format_exc().encode())
    finally:
        os._exit(code)
    raise AssertionError("unreachable")


@dataclass
class _Steps:
    says: int
    dies_before: int
    taken: int = field(default=0)

    def listen(self) -> None:
        """Hear of every step before it is taken."""
        self.folder = str(settings.FILES_DIR)
        # Django lets nobody listen to commits.
        database: Any = connections["default"]
        database.execute_wrappers.append(self._statement)
        commit = database._commit

        def counted_commit() -> None:
            self._take(COMMIT)
            commit()

        database._commit = counted_commit
        sys.addaudithook(self._audited)

    def _take(self, step: str) -> None:
        if self.taken == self.dies_before:
            os._exit(DIED)
        self.taken += 1
        os.write(self.says, step.encode(errors="replace").replace(b"\n", b" ")[:100] + b"\n")

    def _statement(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        self._take(sql)
        return execute(sql, params, many, context)

    def _audited(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _mode, flags = arguments
            if isinstance(flags, int) and flags & FOR_WRITING and str(path).startswith(self.folder):
                self._take(f"open {path}")
        elif event in CHANGES_THE_DISK:
            path = str(arguments[0])
            # Folders are emptied by names relative to them; what Python keeps for itself has whole ones.
            if path.startswith(self.folder) or not path.startswith("/"):
                self._take(f"{event} {path}")
