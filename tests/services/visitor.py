"""A person with the plainest of browsers, over real HTTP: cookies, forms, redirects, and how long each answer took."""

import re
import time
import urllib.request
from dataclasses import dataclass
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
STATE = re.compile(r'data-file data-state="(\w+)"')


@dataclass(frozen=True)
class Page:
    """One answer."""

    status: int
    url: str
    text: str
    seconds: float
    retry_after: str = ""

    @property
    def language(self) -> str:
        """The language the page says it is in."""
        found = re.search(r'<html[^>]*\slang="(\w+)"', self.text)
        return found.group(1) if found else ""

    @property
    def step(self) -> str:
        """The last part of its address."""
        return urlsplit(self.url).path.rstrip("/").rsplit("/", 1)[-1]

    @property
    def file_states(self) -> list[str]:
        """The state of each file on it, in order."""
        return STATE.findall(self.text)


class _EveryAnswerIsAPage(urllib.request.HTTPErrorProcessor):
    def http_response(self, request: Any, response: Any) -> Any:
        if 300 <= response.status < 400:
            return super().http_response(request, response)
        return response


class Visitor:
    """One person, one browser without scripts."""

    def __init__(self, base: str, *, language: str = "en") -> None:
        self.base, self.language = base, language
        self.cookies = CookieJar()
        # No proxy: the portal is on this machine, whatever the person running the tests has set.
        self.opener = urllib.request.build_opener(
            urllib.request.ProxyHandler({}), urllib.request.HTTPCookieProcessor(self.cookies), _EveryAnswerIsAPage()
        )
        self.page = Page(0, base, "", 0.0)
        self.token = ""

    def get(self, path: str) -> Page:
        """Open a page."""
        return self._open(path)

    def post(self, path: str, fields: dict[str, str] | None = None, *, token: str | None = None) -> Page:
        """Send a form with the token of the last page that had one."""
        whole = {"csrfmiddlewaretoken": self.token if token is None else token} | (fields or {})
        return self._open(path, urlencode(whole).encode())

    def add(self, *files: tuple[str, bytes]) -> Page:
        """Add files on the documents page."""
        kind, body = multipart({"csrfmiddlewaretoken": self.token}, files)
        return self._open(self.files_path + "add/", body, {"Content-Type": kind})

    def begin(self, slug: str) -> Page:
        """Begin a request from its start page."""
        self.get(f"/{self.language}/requests/{slug}/")
        return self.post(f"/{self.language}/requests/{slug}/begin/")

    def answer(self, **answers: str) -> Page:
        """Answer the question of the present page."""
        return self.post(urlsplit(self.page.url).path, answers)

    def reach_documents(self) -> str:
        """Begin to send documents, up to the page that takes them. Out: the draft's part of every address."""
        self.begin("documents-general")
        self.answer(skip="1")
        self.answer(account_email="alice@example.com")
        self.answer(skip="1")
        self.answer(consent="on")
        assert self.page.step == "files", self.page.url
        self.files_path = urlsplit(self.page.url).path
        return self.files_path.removesuffix("files/")

    def send(self) -> str:
        """From the documents page to Send. Out: the reference."""
        self.post(self.files_path)
        assert self.page.step == "check", self.page.text
        self.post(self.files_path.replace("/files/", "/send/"))
        assert "/sent/" in self.page.url, self.page.text
        return self.page.step

    @property
    def status_path(self) -> str:
        """The address of the status page, from the confirmation."""
        found = re.search(r'href="(/\w+/t/[^"]+/)"', self.page.text)
        assert found, self.page.text
        return found.group(1)

    def wait_for(self, path: str, states: list[str], *, seconds: float) -> float:
        """Look at a page until its files stand so. Out: how long that took."""
        begun = time.monotonic()
        while self.get(path).file_states != states:
            if time.monotonic() - begun > seconds:
                raise AssertionError(f"After {seconds} s the files are {self.page.file_states}, not {states}.")
            time.sleep(0.2)
        return time.monotonic() - begun

    def wait_for_text(self, path: str, text: str, *, times: int, seconds: float) -> None:
        """Look at a page until it says something so many times."""
        patience = time.monotonic() + seconds
        while self.get(path).text.count(text) != times:
            assert time.monotonic() < patience, self.page.text
            time.sleep(0.2)

    @property
    def cookie_header(self) -> str:
        """All cookies, for those who write their requests by hand."""
        return "; ".join(f"{each.name}={each.value}" for each in self.cookies)

    def _open(self, path: str, body: bytes | None = None, headers: dict[str, str] | None = None) -> Page:
        headers = {"Accept": "text/html", "Accept-Language": self.language} | (headers or {})
        request = urllib.request.Request(self.base + path, body, headers)  # noqa: S310  (our own portal)
        begun = time.monotonic()
        with self.opener.open(request, timeout=60) as answer:
            text = answer.read().decode(errors="replace")
            took, retry_after = time.monotonic() - begun, answer.headers.get("Retry-After", "")
            self.page = Page(answer.status, answer.url, text, took, retry_after)
        found = TOKEN.search(text)
        self.token = found.group(1) if found else self.token
        return self.page


def multipart(fields: dict[str, str], files: tuple[tuple[str, bytes], ...]) -> tuple[str, bytes]:
    """A form with files as browsers send it. Out: its Content-Type and its body."""
    boundary = f"----{uuid4().hex}"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ]
    for name, content in files:
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="files"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        )
        parts += [head.encode(), content, b"\r\n"]
    parts.append(f"--{boundary}--\r\n".encode())
    return f"multipart/form-data; boundary={boundary}", b"".join(parts)
