"""A customer who does again what a page of the portal said was not possible for the moment, and keeps their own account."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from http.client import HTTPException
from urllib.parse import urlsplit

from tests.journeys import papers
from tests.services.visitor import Page, Visitor

PATIENCE_SECONDS = 90


@dataclass
class Insistent:
    """One person. `sent` is what they were told was received: a reference, and the SHA-256 of each file with it."""

    visitor: Visitor
    sent: dict[str, list[str]] = field(default_factory=dict)
    statuses: set[int] = field(default_factory=set)
    outages: int = 0

    def send_documents(self, *, files: int, before_send: Callable[[], object] = lambda: None) -> str:
        """From the start page to the confirmation. Out: the reference."""
        self.get("/en/requests/documents-general/")
        self.post("/en/requests/documents-general/begin/")
        for answer in ({"skip": "1"}, {"account_email": "alice@example.com"}, {"skip": "1"}, {"consent": "on"}):
            self.post(urlsplit(self.visitor.page.url).path, answer)
        self.visitor.files_path = urlsplit(self.visitor.page.url).path
        assert self.visitor.page.step == "files", self.visitor.page.url
        contents = [papers.phone_photo(160, 120) for _each in range(files)]
        for number, content in enumerate(contents):
            self._insist(lambda: self.visitor.add((f"{number}.jpg", content)), self.visitor.files_path + "add/")  # noqa: B023
        before_send()
        self.post(self.visitor.files_path)
        self.post(self.visitor.files_path.replace("/files/", "/send/"))
        assert "/sent/" in self.visitor.page.url, self.visitor.page.text
        reference = self.visitor.page.step
        self.sent[reference] = sorted(hashlib.sha256(each).hexdigest() for each in contents)
        return reference

    def get(self, path: str) -> Page:
        """Open a page, if need be again."""
        return self._insist(lambda: self.visitor.get(path), path)

    def post(self, path: str, fields: dict[str, str] | None = None) -> Page:
        """Send a form, if need be again."""
        return self._insist(lambda: self.visitor.post(path, fields), path)

    def _insist(self, act: Callable[[], Page], path: str) -> Page:
        patience = time.monotonic() + PATIENCE_SECONDS
        while True:
            try:
                page = act()
            except (OSError, HTTPException):
                page = None
            if page is not None:
                self.statuses.add(page.status)
                if page.status != 503:
                    return page
                assert page.retry_after, "for how long is not said"
                if urlsplit(page.url).path != path:
                    # It was done; only the page that follows could not be shown.
                    path = urlsplit(page.url).path
                    act = partial(self.visitor.get, path)
            self.outages += 1
            assert time.monotonic() < patience
            time.sleep(0.2)
