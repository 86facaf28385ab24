"""What customers' and agents' pages cost: every question, empty and with mistakes, the review, Send, status, the list."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property, partial
from importlib import import_module
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse

from accounts.models import Person
from accounts.proofs import prove
from accounts.signing_in import sign_in
from agent_desk import signed_in
from agent_desk.roles import Role
from agent_desk.staffing import create_agent
from attachments.receive import new_tray
from forms_catalog import drafts
from forms_catalog.definition import Access, Step
from forms_catalog.fields import Entries
from forms_catalog.journey import SEEN_FILES
from forms_catalog.listing import new_id as new_entry
from forms_catalog.models import Invitation
from forms_catalog.sending import send
from kraken_support.bench.rounds import Clock, Operation
from kraken_support.bench.visitor import AnotherAnswer, Visitor, step_path
from kraken_support.bench.ways import ADDRESS, OTHER_ADDRESS, Way, ways
from operations.ids import new_id
from tickets.links import live_links, token_of
from tickets.models import Ticket
from tickets.states import State

if TYPE_CHECKING:
    from django.contrib.auth.models import User

FLOOR = "page"
FLOOR_TIMES = 8
TIMES = 4
TICKETS_IN_THE_LIST = 100


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
        """Every question of every type, not yet answered; apart from them those that suggest an answer."""
        found = []
        for way, step, path in self._questions():
            kind = "suggesting_step" if step.prefill else "empty_step"
            paths = {f"{kind}:{_name(way, step)}": path} | _entries_of(way, step, path)
            found += self._opening(paths, self._who_asks(way))
        return found

    def steps_with_errors(self) -> list[Operation]:
        """Every question that wants an answer, sent without one."""
        found = []
        for way, step, path in self._questions():
            name, run = f"step_with_errors:{_name(way, step)}", _posting(self._who_asks(way), path, status=422)
            if self._answers(name, run, also_fine=302):
                found.append(Operation(name, run, self.clock, FLOOR, times=2))
        return found

    def _questions(self) -> Iterator[tuple[Way, Step, str]]:
        for way in ways(self.now):
            for step, before in way.pages:
                yield way, step, step_path(self._draft(way, before), step.slug)

    def _who_asks(self, way: Way) -> Visitor:
        return self._signed_in if way.request_type.access is Access.SIGNED_IN else self.visitor

    @cached_property
    def _person(self) -> Person:
        return prove(device=self.visitor.device, address=ADDRESS, now=self.now)

    @cached_property
    def _signed_in(self) -> Visitor:
        customer = sign_in(person=self._person, device=self.visitor.device, now=self.now)
        return self.visitor.signed_in(customer)

    def _draft(self, way: Way, answers: dict[str, Any]) -> UUID:
        """A draft with answers, begun as such a request is begun."""
        parent = self._ticket(self._usual) if way.has_parent else None
        if parent and way.request_type.after_solved:
            Ticket.objects.filter(id=parent.id).update(state=State.SOLVED)
        invited = way.request_type.access is Access.INVITED and not way.request_type.after_solved
        draft = drafts.begin(
            request_type=way.request_type.slug,
            device=self.visitor.device,
            now=self.now,
            parent=parent,
            invitation=self._invitation(way, parent) if parent and invited else None,
        )
        if answers:
            drafts.save_answers(draft=draft, answers=self._of_somebody_else(way, answers), now=self.now)
        return draft.id

    def _of_somebody_else(self, way: Way, answers: dict[str, Any]) -> dict[str, Any]:
        """The same answers from another address each time: a mailbox and a domain get only so many letters."""
        if way.request_type.access is Access.SIGNED_IN:
            return answers
        new = {each: f"alice@{uuid4().hex}.example.net" for each in (ADDRESS, OTHER_ADDRESS)}
        return {name: new.get(value, value) if isinstance(value, str) else value for name, value in answers.items()}

    def _invitation(self, way: Way, parent: Ticket) -> Invitation:
        """One of its own for each draft, as it can be used once; no letter is written."""
        return Invitation.objects.create(
            id=new_id(now=self.now),
            ticket=parent,
            request_type=way.request_type.slug,
            made_by=self._agent,
            created_at=self.now,
            expires_at=self.now + timedelta(hours=settings.INVITATION_HOURS),
        )

    @cached_property
    def _agent(self) -> "User":
        return create_agent(email=f"{uuid4().hex}@example.com", name="Bench", role=Role.AGENT)

    @cached_property
    def _usual(self) -> Way:
        """What anybody can send without a file."""
        return next(each for each in ways(self.now) if each.can_be_sent and each.is_open)

    def _ticket(self, way: Way) -> Ticket:
        """A request of this browser."""
        draft = self._draft(way, way.answers | {SEEN_FILES: "yes"})
        return send(draft_id=draft, device=self.visitor.device, language="en", now=self.now)

    def sending(self) -> list[Operation]:
        """The review, Send, and both after each other, of every type that can be sent without a file."""
        found = []
        for way in (each for each in ways(self.now) if each.can_be_sent):
            slug = way.request_type.slug
            ready = _Ready(self._who_asks(way), partial(self._draft, way, way.answers | {SEEN_FILES: "yes"}))
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
        ticket = self._ticket(self._usual)
        token = token_of(link=live_links(tickets=[ticket])[ticket.id])
        return self._opening({"status_page": reverse("status", args=[token])})

    def agents_list(self) -> list[Operation]:
        """The agents' list with a full page of requests in it."""
        with transaction.atomic():
            for _each in range(TICKETS_IN_THE_LIST):
                self._ticket(self._usual)
        agent = Visitor(f"http://{self.visitor.host}", session=_agents_session(self._agent, self.now))
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


def _name(way: Way, step: Step) -> str:
    return f"{way.request_type.slug}/{step.slug}"


def _entries_of(way: Way, step: Step, path: str) -> dict[str, str]:
    """The empty pages of what a list may hold."""
    return {
        f"empty_entry:{_name(way, step)}/{kind}": f"{path}{kind}/{new_entry(under='')}/"
        for field in step.fields().values()
        if isinstance(field, Entries)
        for kind in field.top
    }


def _getting(visitor: Visitor, path: str) -> Callable[[], object]:
    return lambda: visitor.get(path)


def _posting(visitor: Visitor, path: str, *, status: int) -> Callable[[], object]:
    return lambda: visitor.post(path, status=status)


def _agents_session(agent: "User", now: datetime) -> str:
    """A session as it is after an agent has shown password and code."""
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    signed_in.sign_in(request=request, agent=agent, now=now)
    request.session.save()
    return str(request.session.session_key)
