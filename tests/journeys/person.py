"""A person with a phone: fills the pages in a real browser, as they come, and finds nothing in the console."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, expect

PHONE = {"width": 360, "height": 740}
# A page that answers 404 or 422 on purpose is logged by the browser itself; everything else is a fault of ours.
EXPECTED = re.compile(r"the server responded with a status of (403|404|409|422)")


class Person:
    """One browser context with its page."""

    def __init__(
        self, browser: Browser, base: str, *, language: str = "fr", scripts: bool = True, **context: Any
    ) -> None:
        options: dict[str, Any] = {"viewport": PHONE, "java_script_enabled": scripts, "locale": language} | context
        self.context = browser.new_context(**options)
        self.page: Page = self.context.new_page()
        self.base, self.language, self.scripts = base, language, scripts
        self.complaints: list[str] = []
        self.page.on("console", self._listen)
        self.page.on("pageerror", lambda fault: self.complaints.append(str(fault)))

    def _listen(self, message: Any) -> None:
        if message.type in {"error", "warning"} and not EXPECTED.search(message.text):
            self.complaints.append(message.text)

    def go(self, path: str) -> None:
        """Open a page of the portal."""
        self.page.goto(f"{self.base}/{self.language}/{path}")

    @property
    def step(self) -> str:
        """The last part of the present address."""
        return self.page.url.split("?")[0].rstrip("/").rsplit("/", 1)[-1]

    def begin(self, slug: str) -> None:
        """From the start page, through the self-help if there is one, to the first question."""
        self.go(f"requests/{slug}/")
        begin = self.page.locator("main form[action$='/begin/'] button")
        if begin.count() == 0:
            self.page.locator(f"main a[href$='/requests/{slug}/try/']").click()
        begin.first.click()

    def choose(self, *codes: str) -> None:
        """Tick answers by their codes and go on."""
        for code in codes:
            self.page.locator(f"main input[value='{code}']").check()
        self.on()

    def write(self, text: str) -> None:
        """Write into the page's one box and go on."""
        self.page.locator("main form input:not([type=hidden]), main form textarea").first.fill(text)
        self.on()

    def on(self) -> None:
        """Continue."""
        self.page.locator("main form .actions button:not([name=skip])").first.click()

    def skip(self) -> None:
        """Leave the question unanswered."""
        self.page.locator("button[name=skip]").click()

    def agree(self) -> None:
        """Agree that documents may be looked at."""
        self.page.locator("#id_consent").check()
        self.on()

    def add_files(self, folder: Path, files: dict[str, bytes]) -> None:
        """Choose files; with scripts they are sent at once, without by the button."""
        paths = []
        for name, content in files.items():
            (folder / name).write_bytes(content)
            paths.append(folder / name)
        before = self.page.locator("[data-file]").count()
        self.page.locator("#id_files").set_input_files(paths)
        if not self.scripts:
            self.page.locator("button[formaction$='/files/add/']").click()
        expect(self.page.locator("[data-file]")).to_have_count(before + len(files), timeout=30_000)
        expect(self.page.locator(".uploading")).to_have_count(0)

    def send(self) -> str:
        """Press Send on the review page. Out: the reference."""
        self.page.locator("main form[action$='/send/'] button").click()
        self.page.wait_for_url("**/sent/**")
        return self.step

    def close(self) -> None:
        """Leave; nothing may have been wrong on any page."""
        self.context.close()
        assert self.complaints == []
