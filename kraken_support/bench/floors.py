"""The least that an answer can cost here: the same server, the same middleware, and next to nothing in the view."""

import hashlib
from uuid import UUID

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from attachments.models import Tray


def page(request: HttpRequest, row_id: UUID) -> HttpResponse:
    """Read one row and write a CSRF token (DESIGN §5)."""
    row = Tray.objects.get(id=row_id)
    return HttpResponse(f"{row.id} {get_token(request)}")


@csrf_exempt
def files(request: HttpRequest) -> HttpResponse:
    """Take a multipart body as Django does, and hash each file once it is there."""
    request.upload_handlers = [TemporaryFileUploadHandler(request)]
    return _hashed(request)


@csrf_protect
def _hashed(request: HttpRequest) -> HttpResponse:
    digests = []
    for each in request.FILES.getlist("files"):
        digest = hashlib.sha256()
        for chunk in each.chunks():
            digest.update(chunk)
        digests.append(digest.hexdigest())
    return HttpResponse(" ".join(digests))
