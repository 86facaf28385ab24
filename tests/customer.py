"""A customer with a browser that does not run scripts: follows links, fills forms, keeps cookies, like a person."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

UNRENDERED = ("{{", "{%", "[[[")


class Customer:
    """One person, one browser; every page they see must keep what all pages keep."""

    def __init__(self, language: str = "en") -> None:
        self.language = language
        self.client = Client(enforce_csrf_checks=True)
        self.url = ""
        self.page: Any = None
        self.token = ""

    def get(self, url: str) -> Any:
        """Open a page, following redirects."""
        return self._arrive(self.client.get(url, follow=True))

    def post(self, url: str, data: dict[str, Any] | None = None, **extra: Any) -> Any:
        """Send a form of the present page (or of the last one that had any), following redirects."""
        found = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', self.text)
        self.token = found.group(1) if found else self.token
        fields = {"csrfmiddlewaretoken": self.token} | (data or {})
        return self._arrive(self.client.post(url, fields, follow=True, **extra))

    def answer(self, **answers: Any) -> Any:
        """Answer the question of the present page."""
        return self.post(self.url, answers)

    def begin(self, slug: str) -> Any:
        """Begin a request from its start page."""
        self.get(f"/{self.language}/requests/{slug}/try/")
        return self.post(f"/{self.language}/requests/{slug}/begin/")

    def add(self, *files: tuple[str, bytes]) -> Any:
        """Add files on the documents page."""
        uploads = [SimpleUploadedFile(name, content) for name, content in files]
        return self.post(self.url.rstrip("/") + "/add/", {"files": uploads})

    @property
    def text(self) -> str:
        """The present page's HTML."""
        return self.page.content.decode() if self.page is not None else ""

    @property
    def step(self) -> str:
        """The last part of the present address."""
        return self.url.rstrip("/").rsplit("/", 1)[-1]

    def _arrive(self, response: Any) -> Any:
        self.page = response
        if getattr(response, "redirect_chain", None):
            self.url = response.redirect_chain[-1][0].partition("?")[0]
        elif "PATH_INFO" in response.request:
            self.url = response.request["PATH_INFO"]
        assert_a_good_page(response)
        return response


def assert_a_good_page(response: HttpResponse) -> None:
    """What every HTML answer keeps: one heading, a language, no inline code, nothing left unrendered."""
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return
    html = response.content.decode()
    assert not [mark for mark in UNRENDERED if mark in html]
    assert " style=" not in html
    assert not re.search(r"<[^>]+\son[a-z]+=", html)
    assert not re.search(r"<script(?![^>]*\ssrc=)", html)
    if "<html" in html:
        assert len(re.findall(r"<h1[\s>]", html)) == 1
        assert re.search(r'<html[^>]*\slang="(en|fr)', html)
