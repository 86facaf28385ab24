"""What an agent's open page asks for every few seconds: how many urgent requests are nobody's yet."""

import hashlib
import json

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.http import quote_etag

from agent_desk.signed_in import seen
from agent_desk.urgent import urgent_unassigned
from agent_desk.views.finding import agent


def number(request: HttpRequest) -> HttpResponseBase:
    """The number, its sentence in the agent's language and the newest one's moment; 304 while nothing changed.

    Asking keeps nobody signed in, unless the script has seen a key or a pointer move: `?active`.
    """
    if "active" in request.GET:
        seen(request=request, now=timezone.now())
    found = urgent_unassigned(agent=agent(request))
    body = json.dumps({"figure": found.figure, "sentence": found.sentence, "newest": found.newest}, ensure_ascii=False)
    etag = quote_etag(hashlib.sha256(body.encode()).hexdigest()[:32])
    response = HttpResponse(body, content_type="application/json", headers={"ETag": etag})
    return get_conditional_response(request, etag=etag, response=response) or response
