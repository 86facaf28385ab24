"""Documents that belong to a request sent before: a ticket of its own, which joins that one by itself (domain H1)."""

from collections.abc import Mapping

from django.utils.translation import gettext_lazy as _

from forms_catalog.definition import Access, Answers, Asking, FilePolicy, Group, Is, RequestType, Step, Tile, Words
from forms_catalog.fields import reference
from forms_catalog.papers.roles import labelled
from forms_catalog.shared_steps import account_email, documents_agreed, note_on_files
from tickets.models import Ticket
from tickets.parents import find_parent
from tickets.states import Priority


def parent_of(answers: Answers, asking: Asking) -> Ticket | None:
    """The request the documents belong with; only one of this same person, or sent from this same browser."""
    reference = str(answers.get("ticket_reference", ""))
    return find_parent(reference=reference, device=asking.device, person=asking.person)


def must_be_known(cleaned: Answers, asking: Asking) -> Mapping[str, Words]:
    """E-PARENT: the same words whether the request is somebody else's or does not exist."""
    if cleaned["ticket_reference"] and parent_of(cleaned, asking) is None:
        return {
            "ticket_reference": _(
                "We cannot find this request for you in this browser. Check the reference, or send the documents without it."
            )
        }
    return {}


request = RequestType(
    slug="documents-general",
    group=Group.DOCUMENTS,
    title=_("Send documents"),
    tiles=(Tile.DOCUMENTS,),
    summary=_("Files that an agent asked for, or that belong to a request you sent."),
    keywords="send documents, send documents you asked for, upload documents, upload files, send files, attach a file, "
    "attach a document, send my papers, add documents to my request, proof of address, send my passport, send my "
    "ID, bank statement, source of funds, envoyer des documents, envoyer les documents demandés, envoyer mes "
    "papiers, déposer des documents, téléverser un fichier, joindre un fichier, pièce jointe, pièces "
    "justificatives, justificatif, justificatif de domicile, envoyer mon passeport, ajouter des documents à ma "
    "demande, relevé bancaire, origine des fonds, where do I send the documents, papers support asked for, add a "
    "document to my ticket, où envoyer les documents, vous m’avez demandé un document",
    access=Access.ANYONE,
    tags=("doc:general",),
    queue="documents-intake",
    base_priority=Priority.NORMAL,
    find_parent=parent_of,
    agent_note=_("The customer sent the general documents form."),
    minutes=3,
    intro=(
        _("Send files here when an agent asked for them, or when they belong to a request you sent before."),
        _(
            "With the reference of a request sent from this browser, your files join it by themselves once they are checked."
        ),
    ),
    needs=(_("Your documents as JPG, PNG or PDF"), _("The reference of your request, if you have one")),
    reply=_("Your files are checked within minutes."),
    next_steps=(
        _("Checking your files usually takes a few minutes, and nothing more from you."),
        _("If one is refused, the status page tells you why and what to send instead."),
        _("There is no need to send them again. It would not be faster."),
    ),
    steps=(
        Step(
            slug="reference",
            title=_("Which request do they belong to?"),
            hint=_(
                "It begins with KS. If you sent the request from another browser, go on without it: an agent brings them together."
            ),
            unless_parent=True,
            check=must_be_known,
            skip=_("Send without a reference"),
            fields=lambda: {"ticket_reference": reference(_("Reference of your request"))},
        ),
        Step(
            slug=account_email.slug,
            title=account_email.title,
            unless_parent=True,
            when=Is("ticket_reference", ""),
            fields=account_email.fields,
        ),
        note_on_files,
        documents_agreed,
    ),
    files=FilePolicy(
        title=_("Add your documents"),
        hint=_("You may close this page: checking goes on without you."),
        required=True,
        roles=labelled(
            "id_front",
            "id_back",
            "id_both",
            "proof_of_address",
            "face_photo",
            "id_confirmation",
            "name_proof",
            "bank_statement",
            "source_of_funds",
            "company_paper",
            "other",
        ),
    ),
)
