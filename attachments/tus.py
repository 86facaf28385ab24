"""The tus 1.0 protocol for files in pieces: creation, checksum, expiration and termination, for our script and any client.

The tray's token in the address is all that is asked for: no cookie, so another network or browser may go on. What
became of a file that has arrived whole is told in the header Upload-Outcome.
"""

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.http.request import UnreadablePostError
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.views.decorators.csrf import csrf_exempt

from attachments import quotas
from attachments import uploads as verbs
from attachments.limits import MAX_FILE_BYTES
from attachments.models import Upload
from attachments.storage import DiskNearlyFull, room_assumed
from attachments.tray_tokens import Allowance, read_token
from operations.networks import network_of
from secret_guard import SecretFound, TextTooLong

VERSION = "1.0.0"
CHECKSUM_DIFFERS = 460
"""The protocol's own status."""

Answer = Callable[..., HttpResponse]
REFUSALS: dict[type[Exception], tuple[int, str]] = {
    verbs.TrayGone: (404, ""),
    verbs.UploadGone: (404, ""),
    verbs.NoRoomInTray: (409, "over_limit"),
    verbs.TooManyOnTheirWay: (429, "too_many"),
    verbs.RefusedUnsent: (413, "refused"),
    verbs.ChecksumDiffers: (CHECKSUM_DIFFERS, ""),
    SecretFound: (422, "secret_name"),
    TextTooLong: (422, "secret_name"),
    DiskNearlyFull: (503, "no_room"),
    # The line was cut and yet carries the answer: 409 makes clients ask where it stands, any other 4xx makes them give up.
    UnreadablePostError: (409, ""),
}


def _spoken(view: Answer) -> Answer:
    """Open the tray of the token, keep to the protocol, and turn what the verbs refuse into its statuses."""

    @csrf_exempt
    @wraps(view)
    def answered(request: HttpRequest, token: str, **kwargs: UUID) -> HttpResponse:
        allowance = read_token(token=token)
        if request.method == "OPTIONS":
            response = _options()
        elif request.headers.get("Tus-Resumable") != VERSION:
            response = HttpResponse(status=412, headers={"Tus-Version": VERSION})
        elif allowance is None:
            response = HttpResponse(status=404)
        else:
            response = _attempted(view, request, token, allowance, **kwargs)
        response.headers["Tus-Resumable"] = VERSION
        return response

    return answered


def _attempted(view: Answer, request: HttpRequest, token: str, allowance: Allowance, **kwargs: UUID) -> HttpResponse:
    try:
        with room_assumed():
            return view(request, token, allowance, **kwargs)
    except verbs.NotWhereItStands as fault:
        return HttpResponse(status=409, headers={"Upload-Offset": str(fault.offset)})
    except quotas.TooMuchToday as fault:
        outcome = "too_many" if fault.of_network else "enough"
        return HttpResponse(status=429, headers={"Retry-After": str(fault.retry_after), "Upload-Outcome": outcome})
    except tuple(REFUSALS) as fault:
        status, outcome = REFUSALS[type(fault)]
        return HttpResponse(status=status, headers={"Upload-Outcome": outcome} if outcome else {})


def _options() -> HttpResponse:
    return HttpResponse(
        status=204,
        headers={
            "Tus-Version": VERSION,
            "Tus-Extension": "creation,checksum,expiration,termination",
            "Tus-Max-Size": str(MAX_FILE_BYTES),
            "Tus-Checksum-Algorithm": "sha256",
        },
    )


def _method(request: HttpRequest) -> str:
    """What is asked for; some networks let only POST through, and the protocol has a header for them."""
    return request.headers.get("X-HTTP-Method-Override") or str(request.method)


@_spoken
def uploads(request: HttpRequest, token: str, allowance: Allowance) -> HttpResponse:
    """POST announces a file: Upload-Length, and its name in Upload-Metadata."""
    if _method(request) != "POST":
        return HttpResponse(status=405, headers={"Allow": "OPTIONS, POST"})
    length = _number(request, "Upload-Length")
    if length is None:
        return HttpResponse(status=400)
    sender = quotas.Sender(
        tray_id=allowance.tray_id,
        customer=verbs.customer_of(tray_id=allowance.tray_id),
        network=network_of(address=request.META.get("REMOTE_ADDR", "")),
        person_id=allowance.person_id,
    )
    # What is announced has its room kept, so it counts, however much of it comes; what is too large need not be sent.
    quotas.take_room(sender=sender, size=length if length <= MAX_FILE_BYTES else 0)
    upload = verbs.begin(
        tray_id=allowance.tray_id, limit=allowance.limit, name=_name(request), length=length, now=timezone.now()
    )
    response = _standing(upload, 0, status=201)
    response.headers["Location"] = request.build_absolute_uri(reverse("upload", args=[token, upload.id]))
    return response


@_spoken
def upload(request: HttpRequest, token: str, allowance: Allowance, upload_id: UUID) -> HttpResponse:
    """HEAD says how much has arrived, PATCH adds to it, DELETE gives it up."""
    found = verbs.find(tray_id=allowance.tray_id, upload_id=upload_id, now=timezone.now())
    method = _method(request)
    if method == "HEAD":
        return _settled(found, verbs.arrived(upload=found), allowance, status=200)
    if method == "PATCH":
        return _patch(request, found, allowance)
    if method == "DELETE":
        verbs.give_up(upload=found)
        return HttpResponse(status=204)
    return HttpResponse(status=405, headers={"Allow": "OPTIONS, HEAD, PATCH, DELETE"})


def _patch(request: HttpRequest, found: Upload, allowance: Allowance) -> HttpResponse:
    offset = _number(request, "Upload-Offset")
    if request.content_type != "application/offset+octet-stream":
        return HttpResponse(status=415)
    checksum = _checksum(request)
    if offset is None or offset > found.length or checksum == b"":
        return HttpResponse(status=400)
    here = verbs.arrived(upload=found)
    if offset != here:
        raise verbs.NotWhereItStands(here)
    if not found.outcome:
        here = verbs.add_bytes(upload=found, offset=offset, read=request.read, checksum=checksum)
    return _settled(found, here, allowance, status=204)


def _settled(found: Upload, here: int, allowance: Allowance, *, status: int) -> HttpResponse:
    """A whole file is taken now, also when the answer to its last piece was lost and somebody only asks."""
    if here == found.length:
        found = verbs.finish(upload=found, limit=allowance.limit, person_id=allowance.person_id, now=timezone.now())
    return _standing(found, here, status=status)


def _standing(upload: Upload, offset: int, *, status: int) -> HttpResponse:
    response = HttpResponse(status=status)
    response.headers["Upload-Offset"] = str(offset)
    response.headers["Upload-Length"] = str(upload.length)
    response.headers["Upload-Expires"] = http_date(upload.expires_at.timestamp())
    if upload.outcome:
        # A plain text: some servers take no subclass of it in a header.
        response.headers["Upload-Outcome"] = str(upload.outcome)
    return response


def _number(request: HttpRequest, header: str) -> int | None:
    text = request.headers.get(header, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 16 else None


def _name(request: HttpRequest) -> str:
    """The file's name, which the client sends as `filename` in base 64; empty when it does not."""
    for pair in request.headers.get("Upload-Metadata", "").split(","):
        key, _space, value = pair.strip().partition(" ")
        if key == "filename":
            try:
                return base64.b64decode(value, validate=True).decode()
            except (binascii.Error, UnicodeDecodeError):
                return ""
    return ""


def _checksum(request: HttpRequest) -> bytes | None:
    """The announced SHA-256 of these bytes; None without one, empty when we cannot read it."""
    said = request.headers.get("Upload-Checksum", "")
    if not said:
        return None
    algorithm, _space, value = said.partition(" ")
    try:
        return base64.b64decode(value, validate=True) if algorithm == "sha256" else b""
    except binascii.Error:
        return b""
