"""Where doctor posts bytes to learn what lets them through: counted and judged as any upload, never kept."""

from datetime import datetime, timedelta

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from attachments.upload_handler import OnlyCounted, ReceivedFile, body_is_too_large
from operations.tokens import said_by, token_saying

HEADER = "Limits-Judgement"
"""Only the portal writes it: an answer without it comes from something that stands before it."""
TAKEN, FILE_TOO_LARGE, BODY_TOO_LARGE = "taken", "file", "body"
FIELD = "file"
ONLY_ANNOUNCED = "announced"

_PURPOSE = b"limits-probe"
_LASTS = timedelta(minutes=5)


def probe_token(*, now: datetime) -> str:
    """What lets its holder post to the probe for a few minutes; only who has the secret key can make one."""
    return token_saying(purpose=_PURPOSE, said=int(now.timestamp()).to_bytes(8))


def _is_fresh(token: str, now: datetime) -> bool:
    said = said_by(purpose=_PURPOSE, token=token)
    return said is not None and abs(now.timestamp() - int.from_bytes(said)) < _LASTS.total_seconds()


@csrf_exempt
def judge(request: HttpRequest, token: str) -> HttpResponse:
    """POST a form with one file: the answer says what the portal would do with it. Announced bodies are not read."""
    if request.method != "POST" or not _is_fresh(token, timezone.now()):
        raise Http404
    if body_is_too_large(request):
        return HttpResponse(status=413, headers={HEADER: BODY_TOO_LARGE})
    if ONLY_ANNOUNCED in request.GET:
        return HttpResponse(headers={HEADER: TAKEN})
    request.upload_handlers = [OnlyCounted(request)]
    file = request.FILES.get(FIELD)
    if not isinstance(file, ReceivedFile):
        return HttpResponse(status=400)
    return HttpResponse(headers={HEADER: FILE_TOO_LARGE if file.is_too_large else TAKEN})
