"""The words a request type is written in: steps, conditions, exits, self-help and file policy."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, NoReturn

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from attachments.limits import MEDIA_TYPES
from tickets.changes import Change
from tickets.compartments import Compartment
from tickets.models import Ticket
from tickets.states import Priority

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Words = str | _StrPromise
else:
    # A text for people: usually a lazy translation, which is read in the language of whoever looks.
    Words = str

Answers = Mapping[str, Any]
"""Answers by field name; choices as codes, several choices as a list of codes, days as ISO texts."""


class Access(Enum):
    """Who may use a request type (domain §4.1)."""

    ANYONE = "ANYONE"
    LOCKED_OUT = "LOCKED_OUT"
    SIGNED_IN = "SIGNED_IN"
    INVITED = "INVITED"


class Tile(TextChoices):
    """What a customer may say on the home page to “What happened?”, in this order; each leads to one type or to a few."""

    SIGN_IN = "sign-in", _("I can’t sign in")
    DEVICE = "lost-device", _("My phone is lost, stolen or replaced")
    ACTIVITY = "suspicious-activity", _("I see activity I don’t recognise")
    NO_MAIL = "no-emails", _("I don’t get your emails")
    IDENTITY = "identity", _("Verify my identity")
    DETAILS = "details", _("Change my details")
    DOCUMENTS = "documents", _("Send documents you asked for")
    ACCOUNT = "account", _("Reopen or close an account")


class Group(TextChoices):
    """The catalogue's chapters, in the order they are shown."""

    ACCESS = "access", _("Signing in and security")
    IDENTITY = "identity", _("Identity and account details")
    TAX = "tax", _("Tax")
    MONEY = "money", _("Money, trading and technical problems")
    CALLS = "calls", _("Calls")
    BUSINESS = "business", _("Business")
    GENERAL = "general", _("Other questions")
    DOCUMENTS = "documents", _("Sending documents")


@dataclass(frozen=True)
class Is:
    """True when an answer is one of the given codes; for several choices, when one of them was ticked."""

    name: str
    codes: tuple[str, ...]

    def __init__(self, name: str, *codes: str) -> None:
        object.__setattr__(self, "name", name)
        object.__setattr__(self, "codes", codes)

    def __call__(self, answers: Answers) -> bool:
        given = answers.get(self.name)
        if isinstance(given, list):
            return any(code in given for code in self.codes)
        return given in self.codes


@dataclass(frozen=True)
class All:
    """True when every one of the conditions is."""

    conditions: tuple["Condition", ...]

    def __init__(self, *conditions: "Condition") -> None:
        object.__setattr__(self, "conditions", conditions)

    def __call__(self, answers: Answers) -> bool:
        return all(each(answers) for each in self.conditions)


@dataclass(frozen=True)
class Not:
    """True when the condition is not."""

    condition: "Condition"

    def __call__(self, answers: Answers) -> bool:
        return not self.condition(answers)


@dataclass(frozen=True)
class Either:
    """True when one of the conditions is."""

    conditions: tuple["Condition", ...]

    def __init__(self, *conditions: "Condition") -> None:
        object.__setattr__(self, "conditions", conditions)

    def __call__(self, answers: Answers) -> bool:
        return any(each(answers) for each in self.conditions)


Condition = Is | All | Not | Either


@dataclass(frozen=True, kw_only=True)
class Asking:
    """What a check of one page's answers may look at besides them: the clock, who asks and earlier answers.

    `device` is their browser, `person` whoever is signed in there, `owner` whose request it is: that of the sender
    of the request that they were invited from, or theirs.
    """

    answers: Answers
    now: datetime
    device: str
    person: Person | None = None
    owner: Person | None = None


class NotGiven(KeyError):
    """A page's check needs an answer that is itself refused: it says nothing yet."""


class GoodAnswers(dict[str, Any]):
    """The answers of a page that are good one by one; a check that needs another one is left out."""

    def __missing__(self, name: str) -> NoReturn:
        raise NotGiven(name)


@dataclass(frozen=True)
class Told:
    """A sentence above a page's questions that hangs on an earlier answer, with the page where that can be changed."""

    text: Words
    step: str


@dataclass(frozen=True, kw_only=True)
class Panel:
    """What a page shows above its question: a template, which gets as `panel` what `content` makes of the answers.

    Without `content` it is the same for everybody.
    """

    template: str
    content: Callable[[Asking], Mapping[str, Any]] | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Step:
    """One page with one decision; equal only to itself, so that what is the same for everybody can be kept by page.

    `fields` makes the form fields afresh, the same ones each time. `check` may refuse what no single field can judge: it
    returns sentences, or refusals with their codes, by field, and gets the answers that are good one by one, so that a
    person reads everything at once; what it says needs only those. `warn` says what looks odd and may yet be right: it is read
    on the next page and on the review, and blocks nothing. `prefill` suggests answers that follow from earlier ones.
    `from_browser` suggests what the browser says of itself: it gets the answers and that text, and should ask for consent
    on an earlier page. `offers` names, by field, the choices that earlier answers leave; another answer is asked again.
    `needless` passes over a page whose answer follows from the clock and from earlier answers.
    `skip` names a second button that leaves the page unanswered; its words are then the answer that people read.
    `panel` is shown above the question. `unless_parent` pages are passed over when the request was begun from the page
    of another one. `narrow` leaves, of what its fields offer, what this person can have at this time; such boxes are one
    decision together. `told` is a sentence above them that hangs on an earlier answer.
    """

    slug: str
    title: Words
    fields: Callable[[], dict[str, forms.Field]]
    hint: Words = ""
    when: Condition | None = None
    check: Callable[[Answers, Asking], Mapping[str, Words | ValidationError]] | None = None
    warn: Callable[[Answers, Asking], Sequence[Words]] | None = None
    prefill: Callable[[Answers], Mapping[str, Any]] | None = None
    from_browser: Callable[[Answers, str], Mapping[str, Any]] | None = None
    offers: Callable[[Answers], Mapping[str, Collection[str]]] | None = None
    needless: Callable[[Asking], bool] | None = None
    skip: Words = ""
    panel: Panel | None = None
    unless_parent: bool = False
    narrow: Callable[[Mapping[str, forms.Field], Asking], None] | None = None
    told: Callable[[Asking], Told] | None = None


@dataclass(frozen=True, kw_only=True)
class HandOver:
    """An answer that belongs to another request type: the draft goes there, its answers and files with it.

    `carry` maps a field here to the field there that has the same codes; equal names are carried without saying so, but
    for those in `leave`, whose codes mean something else there. Without `when` it is only an offer, taken by a button.
    """

    when: Condition | None = None
    to: str
    notice: Words
    carry: Mapping[str, str] = field(default_factory=dict)
    leave: Sequence[str] = ()
    gives: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Dialog:
    """What is said before an ending is shown, with two buttons: `more` opens the ending, `stay` goes back to the question.

    It informs and stands in nobody's way: whoever stays has been told, and goes on with the same answer.
    """

    title: Words
    text: Words
    more: Words
    stay: Words


@dataclass(frozen=True, kw_only=True)
class Ending:
    """An honest end without a ticket: what the person can do alone, now. The answer can still be changed.

    With `anyway`, the words of a button, it is a soft stop: the person may go on with the answer as it is. `offer` leads
    to a request type that may fit better. `dialog` is asked before a soft stop is shown. Without `when` it is only ever
    shown by a `Gate`. `kept` says that the person does something elsewhere and comes back: then the page tells until
    when their answers wait for them.
    """

    slug: str
    when: Condition | None = None
    title: Words
    paragraphs: Sequence[Words] = ()
    steps: Sequence[Words] = ()
    anyway: Words = ""
    offer: HandOver | None = None
    dialog: Dialog | None = None
    kept: bool = False


@dataclass(frozen=True, kw_only=True)
class Gate:
    """An end that hangs on the clock or on a sum: `judge` gets answers and time, and returns the page to show or None.

    Its sentences may name times (`local_times.py`); the page it returns has the gate's own slug. `over` names the question
    over which its dialog opens where scripts run.
    """

    slug: str
    judge: Callable[[Asking], Ending | None]
    over: str = ""


@dataclass(frozen=True, kw_only=True)
class Caution:
    """A sentence for these answers only. Among `cautions`: what the person must know, before Send and after it."""

    when: Condition
    text: Words


def that_hold(*, texts: Sequence[Words | Caution], answers: Answers) -> list[Words]:
    """The sentences of a list that are true for these answers."""
    return [
        each.text if isinstance(each, Caution) else each
        for each in texts
        if not isinstance(each, Caution) or each.when(answers)
    ]


@dataclass(frozen=True)
class SelfHelpStep:
    """One thing to try."""

    title: Words
    text: Words


@dataclass(frozen=True, kw_only=True)
class SelfHelp:
    """At most five numbered things to try, and the way on always in sight.

    It answers rather than mends when it `informs`: then its buttons and its thanks say so.
    """

    title: Words
    intro: Words
    steps: Sequence[SelfHelpStep]
    informs: bool = False


@dataclass(frozen=True, kw_only=True)
class FilePolicy:
    """Whether a request asks for files, why, and what each may be called (`roles` maps code to label).

    `only` are the media types it takes, `at_most` how many files, where that is fewer than anybody may send.
    `required_roles` are those without which it is not sent, always the same or by answers; `papers/` has the rules that
    files with these roles fall under.
    """

    title: Words
    hint: Words = ""
    required: bool = False
    roles: Mapping[str, Words] = field(default_factory=dict)
    only: Sequence[str] = MEDIA_TYPES
    at_most: int | None = None
    required_roles: Callable[[Answers], Sequence[str]] | Sequence[str] = ()

    @property
    def narrows(self) -> Sequence[str]:
        """The media types it takes, when those are not all that we take."""
        return () if set(self.only) == set(MEDIA_TYPES) else self.only

    def needed(self, answers: Answers) -> list[str]:
        """The roles that files of a request with these answers must have."""
        return list(self.required_roles(answers) if callable(self.required_roles) else self.required_roles)


@dataclass(frozen=True, kw_only=True, eq=False)
class RequestType:
    """Everything about one thing a customer can ask. Address, pages, review, agent's view and tests follow from it.

    `keywords` help the search: words people type, in any language. `urgency` gives the priority of given answers,
    `base_priority` that of any; `overdue` answers are one step more urgent. `self_help` is a page before the form;
    `at_once` is advice on the start page that never stands in the way: a theft has no gate (ux §1). `tiles` are the
    answers to “What happened?” that lead here. `agent_checks` tells agents what to look at, `next_steps` customers what
    comes; either may hang on the answers. `facts` is what follows from the answers and the time of sending, `tags` what
    to find the request by. `restricted` documents open to few agents; `four_eyes` says what it changes in the account,
    which then takes two agents and some time. One type `catches_all`: it is offered when nothing else fits, and offers
    what fits better. `compartment` says who works on it; nobody else sees it. `stage_of` names the type whose later half
    this is: agents invite to it from there. `after_solved` opens once, from the status page of a solved request; an
    `invitable` one opens by an agent's invitation as well. `worked_unconfirmed` requests are read before their address
    is proven, since waiting helps a thief; `account_mail_is_lost` says that nobody who asks this can read mail at the
    account's own address. `title` and all other texts are lazy translations.
    """

    slug: str
    group: Group
    title: Words
    summary: Words
    access: Access
    queue: str
    base_priority: Priority
    steps: Sequence[Step]
    intro: Sequence[Words] = ()
    needs: Sequence[Words] = ()
    minutes: int = 4
    reply: Words = ""
    keywords: str = ""
    tiles: Sequence[Tile] = ()
    self_help: SelfHelp | None = None
    at_once: SelfHelp | None = None
    cautions: Sequence[Caution] = ()
    exits: Sequence[HandOver] = ()
    endings: Sequence[Ending] = ()
    gates: Sequence[Gate] = ()
    files: FilePolicy | None = None
    urgency: Callable[[Answers], Priority] | None = None
    overdue: Callable[[Answers, datetime], bool] | None = None
    find_parent: Callable[[Answers, Asking], Ticket | None] | None = None
    agent_note: Words = ""
    agent_checks: Sequence[Words | Caution] = ()
    facts: Callable[[Answers, datetime], Sequence[Words]] | None = None
    restricted: bool = False
    four_eyes: Change | None = None
    catches_all: bool = False
    tags: Callable[[Answers], Sequence[str]] | Sequence[str] = ()
    next_steps: Sequence[Words | Caution] = ()
    after_solved: bool = False
    compartment: Compartment = Compartment.CUSTOMERS
    stage_of: str = ""
    invitable: bool = False
    worked_unconfirmed: bool = False
    account_mail_is_lost: bool = False

    @property
    def reports(self) -> bool:
        """Whether it tells us of something that is going on: its button then says so."""
        return self.at_once is not None and self.group is Group.ACCESS

    def priority(self, answers: Answers, now: datetime | None = None) -> Priority:
        """How soon a person must look at a request with these answers; with `now`, also by how long it has waited."""
        found = self.urgency(answers) if self.urgency else self.base_priority
        late = bool(self.overdue and now and self.overdue(answers, now))
        return Priority(max(found - 1, Priority.URGENT)) if late else found

    def tags_of(self, answers: Answers) -> list[str]:
        """The words agents find a request with these answers by."""
        return list(self.tags(answers) if callable(self.tags) else self.tags)

    def ways(self) -> list[HandOver]:
        """How this request may lead to others: by answers, and by the offers of its endings."""
        return [*self.exits, *(ending.offer for ending in self.endings if ending.offer)]

    def ends(self) -> list[str]:
        """The slugs of the pages on which this request may end without a ticket."""
        return [*(ending.slug for ending in self.endings), *(gate.slug for gate in self.gates)]
