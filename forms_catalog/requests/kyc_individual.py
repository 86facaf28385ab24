"""The check of a person's identity is stuck (domain B5)."""

from datetime import timedelta

from django.conf import settings
from django.utils.dateparse import parse_date
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from attachments.reasons import INTERNAL, Reason
from forms_catalog.definition import (
    Access,
    All,
    Answers,
    Asking,
    Caution,
    Ending,
    FilePolicy,
    Gate,
    Group,
    HandOver,
    Is,
    Not,
    RequestType,
    SelfHelp,
    SelfHelpStep,
    Step,
    Tile,
    Words,
)
from forms_catalog.fields import birth_date, coming_day, country, has_come, is_of_age, oldest_proof, past_day
from forms_catalog.fields.days import FURTHEST_AHEAD, FURTHEST_BEHIND
from forms_catalog.local_times import in_full
from forms_catalog.papers.asking import asked, country_for
from forms_catalog.papers.roles import labelled
from forms_catalog.papers.rows import Kind
from forms_catalog.shared_notices import NOT_AGAIN, READ_BY_AN_AGENT
from forms_catalog.shared_steps import account_email, agreement, description, one_of, picked
from tickets.states import Priority

REFUSED = Is("stuck_at", "id_refused", "address_refused", "face_photo")
ADDRESS = Is("stuck_at", "address_refused")
WAITING = Is("stuck_at", "waiting")
ON_PAPER = Is("stuck_at", "id_refused", "address_refused", "face_photo", "other")
"""What only documents settle; for the rest nobody's identity papers are needed."""
REASONS: dict[str, Words] = {
    **{each.value: each.label for each in Reason if each not in INTERNAL},
    "other": _("Another reason"),
    "none": _("It shows no reason"),
}


def usual_time(asking: Asking) -> Ending | None:
    """Whoever has waited less than a verification usually takes learns until when it may take."""
    since = parse_date(str(asking.answers.get("waiting_since") or ""))
    if since is None:
        return None
    due = since + timedelta(days=settings.VERIFICATION_DAYS)
    if due <= (asking.now + FURTHEST_AHEAD).date():
        return None
    return Ending(
        slug="end-wait",
        title=format_lazy(_("Your verification may take until {day}"), day=in_full(due)),
        paragraphs=(
            format_lazy(
                ngettext_lazy(
                    "A verification usually takes up to {days} day. Asking sooner does not make it quicker.",
                    "A verification usually takes up to {days} days. Asking sooner does not make it quicker.",
                    settings.VERIFICATION_DAYS,
                ),
                days=settings.VERIFICATION_DAYS,
            ),
            _("Sending your documents a second time only makes it slower. Nothing was sent."),
        ),
    )


def run_out(asking: Asking) -> Ending | None:
    """A document that has run out is refused each time it is sent."""
    ends = parse_date(str(asking.answers.get("id_expiry") or ""))
    if ends is None or ends > (asking.now - FURTHEST_BEHIND).date():
        return None
    return Ending(
        slug="end-expired",
        title=format_lazy(_("This document ended on {day}"), day=in_full(ends)),
        paragraphs=(_("A document that has run out is refused each time. Nothing was sent."),),
        steps=(
            _("Use another document that you can still use, if you have one: go back and change your answer."),
            _("Or have this one renewed, and come back with the new one."),
        ),
        anyway=_("I have no other: ask an agent"),
    )


def too_old(asking: Asking) -> Ending | None:
    """A proof of address that is older than is taken; an agent may still find it good."""
    issued = parse_date(str(asking.answers.get("proof_issued_on") or ""))
    if issued is None or issued >= oldest_proof(submitted=(asking.now - FURTHEST_BEHIND).date()):
        return None
    return Ending(
        slug="end-old-proof",
        title=_("This paper is older than 3 months"),
        paragraphs=(_("An older one is refused nearly always. Nothing was sent."),),
        steps=(
            _("Look for a newer one: a statement from your bank can be downloaded at any time."),
            _("Then go back, and change the date."),
        ),
        anyway=_("I have nothing newer: ask an agent"),
    )


def needed_roles(answers: Answers) -> list[str]:
    """The documents without which an agent could decide nothing, by what is stuck, by the document and by the country."""
    if not ON_PAPER(answers):
        return []
    where = country_for(answers=answers)
    two_sided = answers.get("id_type") in asked(kind=Kind.IDENTITY, country=where).two_sided
    face = Is("stuck_at", "face_photo")(answers) or asked(kind=Kind.FACE, country=where).needed
    return [
        "id_front",
        *(["id_back"] if two_sided else []),
        *(["proof_of_address"] if ADDRESS(answers) else []),
        *(["face_photo"] if face else []),
    ]


def tags(answers: Answers) -> list[str]:
    """A postcode that the exchange's form does not take is a fault of the form."""
    return ["kyc:individual", *(["technical"] if Is("stuck_at", "postcode")(answers) else [])]


request = RequestType(
    slug="kyc-individual",
    group=Group.IDENTITY,
    title=_("Verify my identity"),
    tiles=(Tile.IDENTITY,),
    summary=_("A document was refused, a step does not go on, or the answer takes too long."),
    keywords="verify my identity, identity verification, kyc, verification rejected, verification refused, passport "
    "rejected, ID rejected, identity card refused, document rejected, proof of address rejected, proof of address "
    "refused, face photo rejected, selfie rejected, verification pending, verification taking too long, account "
    "not verified, get verified, postcode not accepted, verification level, intermediate verification, vérifier "
    "mon identité, vérification d’identité, vérification refusée, passeport refusé, carte d’identité refusée, "
    "pièce d’identité refusée, justificatif de domicile refusé, selfie refusé, photo du visage refusée, "
    "vérification en attente, vérification trop longue, compte non vérifié, code postal refusé, niveau de "
    "vérification, connaissance client, my ID is refused, verification takes weeks, face check fails, driving "
    "licence refused, ma pièce d’identité est refusée, permis de conduire refusé, vérification toujours en cours",
    access=Access.SIGNED_IN,
    queue="verification",
    base_priority=Priority.NORMAL,
    tags=tags,
    minutes=6,
    intro=(
        _(
            "Tell us where your verification is stuck. An agent looks at each document, and tells you why when one fails."
        ),
        _("You see first what each document must look like."),
    ),
    needs=(
        _("Your identity document, and the day on which it ends"),
        _("For your address: a paper from the last 3 months"),
    ),
    reply=_("An agent decides on each document by itself, and always says why."),
    next_steps=(
        READ_BY_AN_AGENT,
        _("If a document will not do, the status page says why, and lets you send that one again."),
        NOT_AGAIN,
    ),
    self_help=SelfHelp(
        title=_("What most often helps"),
        intro=_("Most documents are refused for their picture. A new photo settles it on the exchange’s own page."),
        steps=(
            SelfHelpStep(
                _("Read the reason"),
                _("The exchange’s page and its mail say what was wrong. Mend only that."),
            ),
            SelfHelpStep(
                _("Take the photo by daylight"),
                _("In colour, flat, all four corners in it, without flash. Send it as the camera made it."),
            ),
            SelfHelpStep(
                _("Compare the writing"),
                _("Name, birth date and address must be spelled on the account as they stand on the document."),
            ),
            SelfHelpStep(
                _("Switch off the global settings lock"),
                _("While it is on, the verification level cannot change. Switch it on again afterwards."),
            ),
            SelfHelpStep(
                _("Send nothing twice"),
                _("A second copy of a document only makes it slower."),
            ),
        ),
    ),
    steps=(
        one_of(
            slug="stuck-at",
            name="stuck_at",
            title=_("Where is it stuck?"),
            options={
                "id_refused": _("My identity document was refused"),
                "address_refused": _("My proof of address was refused"),
                "face_photo": _("The photo of my face was refused"),
                "postcode": _("My postal code is not accepted"),
                "questionnaire": _("The questions about me do not go on"),
                "waiting": _("I sent everything, and I am waiting"),
                "other": _("Something else"),
            },
            required=_("Select where it is stuck"),
        ),
        Step(
            slug="waiting-since",
            title=_("When did you send the last document?"),
            when=WAITING,
            check=has_come("waiting_since"),
            fields=lambda: {
                "waiting_since": past_day(
                    _("When did you send the last document?"),
                    required=_("Enter the day on which you sent the last document"),
                )
            },
        ),
        Step(
            slug="country",
            title=_("Which country do you live in?"),
            hint=_("Rules on documents differ from country to country."),
            fields=lambda: {
                "country": country(_("Which country do you live in?"), required=_("Enter the country that you live in"))
            },
        ),
        one_of(
            slug="level",
            name="level",
            title=_("Which level do you want to reach?"),
            options={
                "starter": _("The first one"),
                "intermediate": _("The middle one"),
                "pro": _("The highest one"),
                "unsure": _("I don’t know"),
            },
            required=_("Select the level that you want to reach"),
        ),
        one_of(
            slug="settings-lock",
            name="settings_lock",
            title=_("Is the global settings lock on?"),
            hint=_("You would have switched it on yourself, in the security settings."),
            options={"no": _("No"), "yes": _("Yes"), "unsure": _("I don’t know")},
            required=_("Select whether the lock is on"),
        ),
        picked(
            slug="reason-shown",
            name="reject_reason_shown",
            title=_("Which reason was shown to you?"),
            hint=_("It stands on the exchange’s page, or in its mail. Choose the nearest."),
            options=REASONS,
            required=_("Select the reason that was shown"),
            when=REFUSED,
        ),
        one_of(
            slug="document",
            name="id_type",
            title=_("Which identity document do you use?"),
            options={
                "passport": _("Passport"),
                "card": _("National identity card"),
                "licence": _("Driving licence"),
                "other_state": _("Another state document"),
            },
            required=_("Select which document you use"),
            when=ON_PAPER,
        ),
        Step(
            slug="document-country",
            title=_("Which country is it from?"),
            when=ON_PAPER,
            prefill=lambda answers: {"id_country": answers.get("country", "")},
            fields=lambda: {
                "id_country": country(
                    _("Which country is it from?"), required=_("Enter the country that the document is from")
                )
            },
        ),
        Step(
            slug="document-end",
            title=_("On which day does it end?"),
            hint=_("It stands on the document, often after “expires”."),
            when=ON_PAPER,
            skip=_("It has no such day"),
            fields=lambda: {"id_expiry": coming_day(_("On which day does it end?"))},
        ),
        Step(
            slug="born",
            title=_("When were you born?"),
            when=ON_PAPER,
            check=is_of_age("date_of_birth"),
            fields=lambda: {
                "date_of_birth": birth_date(_("When were you born?"), required=_("Enter the day you were born"))
            },
        ),
        Step(
            slug="proof-date",
            title=_("Which date stands on your proof of address?"),
            hint=_("The day on which it was issued. It is at most 3 months old."),
            when=ADDRESS,
            check=has_come("proof_issued_on"),
            fields=lambda: {
                "proof_issued_on": past_day(
                    _("Which date stands on your proof of address?"),
                    required=_("Enter the date that stands on your proof of address"),
                )
            },
        ),
        account_email,
        description(
            title=_("What did you try, and what did you see?"),
            hint=_("The words of the message help most. Never write a code or a password."),
        ),
        agreement(
            title=_("May we look at your documents and data?"),
            hint=_("Only the people of verification see them."),
            label=_("Yes, you may use them to verify who I am"),
        ),
    ),
    endings=(
        Ending(
            slug="end-lock",
            when=Is("settings_lock", "yes"),
            title=_("Switch the global settings lock off first"),
            paragraphs=(
                _("While it is on, nobody can change your verification level, not even an agent. Nothing was sent."),
            ),
            steps=(
                _("Open Security, then Global settings lock, on the exchange’s own page."),
                _("With the master key it opens at once. Without it, the days that you chose must pass."),
            ),
            offer=HandOver(
                to="gsl-issue",
                notice=_("These questions are about the lock itself. Your answers and files come along."),
            ),
            anyway=_("It is off now"),
        ),
    ),
    gates=(
        Gate(slug="end-wait", judge=usual_time),
        Gate(slug="end-expired", judge=run_out),
        Gate(slug="end-old-proof", judge=too_old),
    ),
    files=FilePolicy(
        title=_("Add your documents"),
        hint=_("Send each only once. You may close this page: checking goes on without you."),
        roles=labelled("id_front", "id_back", "id_both", "proof_of_address", "face_photo", "id_confirmation", "other"),
        required_roles=needed_roles,
    ),
    agent_checks=(
        _("Decide on each document by itself, with a reason: nobody can mend a bare “refused”."),
        Caution(when=ON_PAPER, text=_("Compare name, birth date and address with the account.")),
        Caution(
            when=All(ON_PAPER, Not(Is("id_type", "passport"))),
            text=_("Look at both sides: number and end must agree."),
        ),
        Caution(
            when=Is("stuck_at", "postcode"),
            text=_("The exchange’s form refuses the postal code: hand it to the technical people."),
        ),
    ),
)
