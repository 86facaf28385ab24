"""Somebody would like to work here (domain F4)."""

from django.utils.translation import gettext_lazy as _

from attachments.limits import PDF
from forms_catalog.business_steps import NOT_YOUR_ACCOUNT, where
from forms_catalog.definition import Access, Caution, FilePolicy, Group, Is, RequestType, SelfHelp, SelfHelpStep, Step
from forms_catalog.fields import details, full_name, identifiers
from forms_catalog.shared_steps import a_line, agreement, one_of, other_email, picked
from tickets.compartments import Compartment
from tickets.states import Priority

KEPT = _("We keep your application for six months at most, then we erase all of it.")

request = RequestType(
    slug="job-application",
    group=Group.BUSINESS,
    title=_("Job application"),
    summary=_("You would like to work with us."),
    keywords="job, job application, apply for a job, work for you, careers, career, vacancy, open position, internship, "
    "intern, CV, resume, cover letter, hiring, recruitment, candidature, candidature spontanée, emploi, offre "
    "d’emploi, postuler, travailler chez vous, recrutement, stage, alternance, lettre de motivation, embauche, "
    "carrière, work in your team, are you hiring, send my resume, rejoindre votre équipe, envoyer mon CV",
    access=Access.ANYONE,
    compartment=Compartment.HR,
    queue="hr",
    base_priority=Priority.LOW,
    tags=("hr:apply",),
    minutes=8,
    intro=(
        _("Apply for a post, or tell us spontaneously what you could do here."),
        KEPT,
        NOT_YOUR_ACCOUNT,
    ),
    needs=(_("A cover letter, typed or pasted"), _("Your CV as a PDF")),
    reply=_("We answer every application, usually within 5 to 10 working days."),
    next_steps=(
        _("The people who hire read your application, and nobody else. They write to you by email."),
        KEPT,
        _("To have it erased sooner, say so on the status page."),
    ),
    agent_checks=(
        _("Judge the work and not the person: no photo, age or family is needed for it."),
        _("Asked to erase it sooner, tell the people who run the portal: they can, at once."),
        Caution(when=Is("work_right", "no"), text=_("Would need a permission to work there.")),
    ),
    self_help=SelfHelp(
        informs=True,
        title=_("Before you apply"),
        intro=_("This may answer your question. If not, go on."),
        steps=(
            SelfHelpStep(
                _("Look at the open posts"),
                _("They are listed on the exchange’s own site. An application for one of them is read first."),
            ),
            SelfHelpStep(
                _("We never ask for money"),
                _("No fee, no deposit, no equipment to buy. Whoever asks for that in our name is not us."),
            ),
            SelfHelpStep(
                _("Leave out what we need not know"),
                _("No identity document, no account details, no photo: a letter and a CV are enough."),
            ),
        ),
    ),
    steps=(
        picked(
            slug="post",
            name="post",
            title=_("Which field would you like to work in?"),
            options={
                "engineering": _("Software and systems"),
                "security": _("Security"),
                "support": _("Customer support"),
                "compliance": _("Compliance and law"),
                "finance": _("Finance and tax"),
                "product": _("Product and design"),
                "marketing": _("Marketing and communication"),
                "people": _("People and office"),
                "spontaneous": _("None of these: a spontaneous application"),
            },
            required=_("Select a field, or a spontaneous application"),
        ),
        Step(
            slug="letter",
            title=_("Your cover letter"),
            hint=_("What you have done, and what you would like to do here."),
            fields=lambda: {
                "cover_letter": details(
                    _("Your cover letter"), minimum=200, maximum=10_000, empty=_("Write or paste your cover letter")
                )
            },
        ),
        Step(
            slug="name",
            title=_("What is your name?"),
            fields=lambda: {"name": full_name(_("Your name"), required=_("Enter your name"))},
        ),
        where,
        a_line(
            slug="location",
            name="location",
            title=_("Where would you like to work?"),
            hint=_("A city or country, or “from home”."),
            required=_("Enter where you would like to work"),
        ),
        one_of(
            slug="right",
            name="work_right",
            title=_("May you work there without a further permission?"),
            options={"yes": _("Yes"), "no": _("No")},
            required=_("Select whether you may work there"),
        ),
        Step(
            slug="links",
            title=_("Where can we see your work?"),
            skip=_("Nothing to show online"),
            fields=lambda: {"links": identifiers(_("Links to your work"))},
        ),
        agreement(
            title=_("May we keep your application?"),
            hint=KEPT,
            label=_("Yes, you may read and keep it for that time"),
        ),
        other_email(when=None),
    ),
    files=FilePolicy(
        title=_("Add your CV"),
        hint=_("As a PDF, without a photo and without a date of birth."),
        required=True,
        roles={"cv": _("My CV"), "other": _("Something else")},
        only=(PDF,),
    ),
)
