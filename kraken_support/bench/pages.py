"""What customers' and agents' pages cost: every question, empty and with mistakes, the review, Send, status, the list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from importlib import import_module
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.db import transaction
from django.urls import reverse

from agent_desk.roles import Role
from agent_desk.staffing import create_agent
from attachments.receive import new_tray
from forms_catalog import drafts
from forms_catalog.journey import SEEN_FILES
from forms_catalog.sending import send
from kraken_support.bench.rounds import Clock, Operation
from kraken_support.bench.visitor import AnotherAnswer, Visitor, step_path
from kraken_support.bench.ways import Way, ways
from tickets.links import live_links, token_of

FLOOR = "page"
FLOOR_TIMES = 8
TIMES = 4
TICKETS_IN_THE_LIST = 100
_MODEL_BACKEND = "django.contrib.auth.backends.ModelBackend"


def floor(visitor: Visitor, clock: Clock, now: datetime) -> Operation:
    """The floor of every page."""
    path = reverse("bench_page", args=[new_tray(now=now).id])
    return Operation(FLOOR, lambda: visitor.get(path), clock, times=FLOOR_TIMES)


@dataclass
class Pages:
    """Makes the operations of one group, leaving out by name what cannot be opened."""

    visitor: Visitor
    clock: Clock
    now: datetime
    left_out: list[str] = field(default_factory=list)

    def home(self) -> list[Operation]:
        """The first page."""
        return self._opening({"home": reverse("home")})

    def empty_steps(self) -> list[Operation]:
        """Every question of every type, not yet answered."""
        return self._opening({f"empty_step:{name}": path for name, path in self._questions()})

    def steps_with_errors(self) -> list[Operation]:
        """Every question that wants an answer, sent without one."""
        found = []
        for name, path in self._questions():
            run = _posting(self.visitor, path, status=422)
            if self._answers(f"step_with_errors:{name}", run, also_fine=302):
                found.append(Operation(f"step_with_errors:{name}", run, self.clock, FLOOR, times=2))
        return found

    def _questions(self) -> Iterator[tuple[str, str]]:
        for way in ways(self.now):
            slug = way.request_type.slug
            for step, before in way.pages:
                draft = self._draft(way, before)
                yield f"{slug}/{step.slug}", step_path(draft, step.slug)

    def _draft(self, way: Way, answers: dict[str, Any]) -> UUID:
        draft = drafts.begin(request_type=way.request_type.slug, device=self.visitor.device, now=self.now)
        if answers:
            drafts.save_answers(draft=draft, answers=answers, now=self.now)
        return draft.id

    def sending(self) -> list[Operation]:
        """The review, Send, and both after each other, of every type that can be sent without a file."""
        found = []
        for way in ways(self.now):
            slug = way.request_type.slug
            if not way.is_complete or (way.request_type.files and way.request_type.files.required):
                continue
            ready = _Ready(self.visitor, partial(self._draft, way, way.answers | {SEEN_FILES: "yes"}))
            ready.prepare()
            if not self._answers(f"check_and_send:{slug}", ready.check_and_send):
                continue
            found += [
                Operation(f"{name}:{slug}", run, self.clock, FLOOR, times=TIMES, prepare=ready.prepare)
                for name, run in (
                    ("check_page", ready.check),
                    ("send", ready.send),
                    ("check_and_send", ready.check_and_send),
                )
            ]
        return found

    def status(self) -> list[Operation]:
        """The status page of a request, in the browser that sent it."""
        way = next(each for each in ways(self.now) if each.is_complete)
        draft = self._draft(way, way.answers | {SEEN_FILES: "yes"})
        ticket = send(draft_id=draft, device=self.visitor.device, language="en", now=self.now)
        token = token_of(link=live_links(tickets=[ticket])[ticket.id])
        return self._opening({"status_page": reverse("status", args=[token])})

    def agents_list(self) -> list[Operation]:
        """The agents' list with a full page of requests in it."""
        way = next(each for each in ways(self.now) if each.is_complete)
        with transaction.atomic():
            for _each in range(TICKETS_IN_THE_LIST):
                draft = self._draft(way, way.answers | {SEEN_FILES: "yes"})
                send(draft_id=draft, device=self.visitor.device, language="en", now=self.now)
        agent = Visitor(f"http://{self.visitor.host}", session=_agents_session())
        return self._opening({"agents_list": reverse("staff:tickets")}, agent)

    def _opening(self, paths: dict[str, str], visitor: Visitor | None = None) -> list[Operation]:
        found = []
        for name, path in paths.items():
            run = _getting(visitor or self.visitor, path)
            if self._answers(name, run):
                found.append(Operation(name, run, self.clock, FLOOR, times=TIMES))
        return found

    def _answers(self, name: str, run: Callable[[], object], also_fine: int = 0) -> bool:
        try:
            run()
        except AnotherAnswer as otherwise:
            if otherwise.status != also_fine:
                self.left_out.append(f"{name}: {otherwise}")
            return False
        return True


@dataclass
class _Ready:
    """Drafts that are ready to send, made before the clock starts."""

    visitor: Visitor
    draft: Callable[[], UUID]
    waiting: list[UUID] = field(default_factory=list)

    def prepare(self) -> None:
        with transaction.atomic():
            self.waiting += [self.draft() for _each in range(TIMES - len(self.waiting))]

    def check(self) -> None:
        self.visitor.get(step_path(self.waiting[0], "check"))

    def send(self) -> None:
        self.visitor.post(step_path(self.waiting.pop(), "send"))

    def check_and_send(self) -> None:
        draft = self.waiting.pop()
        self.visitor.get(step_path(draft, "check"))
        self.visitor.post(step_path(draft, "send"))


def _getting(visitor: Visitor, path: str) -> Callable[[], object]:
    return lambda: visitor.get(path)


def _posting(visitor: Visitor, path: str, *, status: int) -> Callable[[], object]:
    return lambda: visitor.post(path, status=status)


def _agents_session() -> str:
    """A session as it is after an agent has signed in."""
    agent, _password = create_agent(
        email=f"{uuid4().hex}@example.com", name="Bench", role=Role.AGENT, with_password=False
    )
    session = import_module(settings.SESSION_ENGINE).SessionStore()
    session[SESSION_KEY], session[BACKEND_SESSION_KEY] = str(agent.pk), _MODEL_BACKEND
    session[HASH_SESSION_KEY] = agent.get_session_auth_hash()
    session.create()
    return str(session.session_key)
