"""Documents for a security request: they prove who somebody is, so few people may open them (domain H2)."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Access, Answers, Asking, FilePolicy, Group, RequestType, Step, Words
from forms_catalog.fields import reference
from forms_catalog.papers.roles import labelled
from forms_catalog.requests.documents_general import parent_of
from forms_catalog.shared_steps import agreement, note_on_files
from tickets.states import Priority


def must_be_known(cleaned: Answers, asking: Asking) -> Mapping[str, Words | ValidationError]:
    """E-PARENT: the same words whether the request is somebody else's or does not exist."""
    if cleaned["ticket_reference"] and parent_of(cleaned, asking) is None:
        return {
            "ticket_reference": ValidationError(
                _(
                    "We cannot find this request for you in this browser. Check the reference, or begin on the status page: "
                    "the link to it is in our letter"
                ),
                code="parent",
            )
        }
    return {}


request = RequestType(
    slug="documents-security",
    group=Group.DOCUMENTS,
    title=_("Send account security documents"),
    summary=_("Photos and papers that an agent asked for to make sure that it is you."),
    keywords="security documents, recovery photo, photo with a handwritten note, selfie with handwritten note, handwritten "
    "note, selfie for account recovery, police report for my request, proof from mail provider, identity "
    "documents for security, documents for account recovery, documents de sécurité, documents de sécurité du "
    "compte, photo de récupération, photo avec note manuscrite, feuille écrite à la main, selfie avec ma pièce "
    "d’identité, envoyer le rapport de police, plainte déposée à la police, justificatif du fournisseur de "
    "messagerie, prouver mon identité pour la sécurité, selfie holding my identity card, photo de moi avec ma "
    "carte d’identité, send the police report",
    access=Access.LOCKED_OUT,
    queue="documents-intake",
    base_priority=Priority.NORMAL,
    restricted=True,
    find_parent=parent_of,
    agent_note=_("The customer sent the account security documents form."),
    agent_checks=(
        _("Compare the face, the document and the handwritten note, and the day written on it."),
        _("These documents never leave the portal: no copy, no mail."),
    ),
    tags=("doc:security",),
    minutes=4,
    intro=(
        _("Send these only when an agent asked for them, and only here: never by email, chat or phone."),
        _("Few people may open them: those who handle access and security."),
    ),
    needs=(
        _("The reference of your request"),
        _("Your documents as JPG, PNG or PDF"),
    ),
    reply=_("Your files are checked within minutes; an agent looks at them after that."),
    next_steps=(
        _("Checking your files usually takes a few minutes, and nothing more from you."),
        _("If one is refused, the status page tells you why and what to send instead."),
        _("There is no need to send them again. It would not be faster."),
    ),
    steps=(
        Step(
            slug="reference",
            title=_("Which request do they belong to?"),
            hint=_("It begins with KS, and stands in every letter about your request."),
            unless_parent=True,
            check=must_be_known,
            fields=lambda: {
                "ticket_reference": reference(
                    _("Reference of your request"), required=_("Enter the reference of your request")
                )
            },
        ),
        note_on_files,
        agreement(
            title=_("May we look at these documents?"),
            hint=_("Only people who handle access and security see them."),
            label=_("Yes, you may use them to make sure that it is me"),
        ),
    ),
    files=FilePolicy(
        title=_("Add your documents"),
        hint=_("You may close this page: checking goes on without you."),
        required=True,
        roles=labelled(
            "id_front",
            "id_back",
            "id_both",
            "recovery_photo",
            "handwritten_note",
            "police_report",
            "mail_provider_proof",
            "other",
        ),
    ),
)
