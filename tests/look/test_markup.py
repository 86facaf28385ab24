"""What the templates promise: no inline code, one way to render a field, error pages that need nothing."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from crispy_forms.templatetags.crispy_forms_filters import as_crispy_field
from django import forms
from django.template.loader import get_template
from django.test.html import parse_html
from django.utils.translation import override

PROJECT = Path(__file__).resolve().parents[2]
TEMPLATES = PROJECT / "templates"
# A mail program fetches nothing: a letter carries its style sheet, and no policy hears of it.
LETTER = TEMPLATES / "letters" / "letter.html"
CUSTOMER_TEMPLATES = sorted(
    path
    for path in TEMPLATES.rglob("*.html")
    if path.relative_to(TEMPLATES).parts[0] not in {"staff", "admin"} and path != LETTER
)
ERROR_PAGES = ("400", "403", "403_csrf", "404", "413", "429", "500", "503")
ICON = get_template("components/icon.html").render({"name": "alert"})


class AskingForm(forms.Form):
    """One field of each kind that pages ask with."""

    use_required_attribute = False
    step = SimpleNamespace(title="What happened?", hint="One answer is enough.")

    what = forms.ChoiceField(
        label="What happened?",
        choices=[("lost", "Lost"), ("stolen", "Stolen")],
        widget=forms.RadioSelect,
        error_messages={"required": "Select what happened"},
    )
    mail = forms.EmailField(
        label="Email", help_text="One that you can read.", error_messages={"required": "Enter your email address"}
    )
    note = forms.CharField(label="Note", required=False)
    agree = forms.BooleanField(label="I agree", error_messages={"required": "Tick the box"})


def rendered(name: str, *, data: dict[str, str] | None = None, pack: str = "ks") -> str:
    """A field as the page shows it; with data, as after Continue."""
    return str(as_crispy_field(AskingForm(data=data)[name], pack))


def assert_is(actual: str, expected: str) -> None:
    """Compare HTML as a browser would: white space and the order of attributes do not matter."""
    assert parse_html(actual) == parse_html(expected)


def test_a_choice_is_a_group_with_its_question_and_error() -> None:
    assert_is(
        rendered("what", data={}),
        f"""<div class="field bad"><fieldset id="id_what" aria-describedby=" id_what_error">
        <legend>What happened?</legend>
        <p class="sentence-error" id="id_what_error">{ICON}<span>
        <span class="vh">Error: </span>Select what happened</span></p>
        <div class="choices">
        <label class="choice"><input type="radio" name="what" value="lost" id="id_what_0"> <span>Lost</span></label>
        <label class="choice"><input type="radio" name="what" value="stolen" id="id_what_1"> <span>Stolen</span></label>
        </div></fieldset></div>""",
    )


def test_the_only_question_of_a_page_is_its_heading() -> None:
    html = rendered("what", pack="ks/single")
    assert "<legend><h1>What happened?</h1></legend>" in html
    assert 'aria-describedby="id_what_hint"' in html
    assert '<p class="hint" id="id_what_hint">One answer is enough.</p>' in html


def test_a_line_of_text_has_label_hint_error_and_says_so_to_screen_readers() -> None:
    assert_is(
        rendered("mail", data={"mail": ""}),
        f"""<div class="field bad"><label for="id_mail">Email</label>
        <p class="hint" id="id_mail_helptext">One that you can read.</p>
        <p class="sentence-error" id="id_mail_error">{ICON}<span>
        <span class="vh">Error: </span>Enter your email address</span></p>
        <input type="email" name="mail" maxlength="320" class="input emailinput" aria-invalid="true"
         aria-describedby="id_mail_helptext id_mail_error" id="id_mail"></div>""",
    )


def test_a_field_that_may_stay_empty_says_so_and_no_field_has_an_asterisk() -> None:
    assert "(optional)" in rendered("note")
    assert "*" not in "".join(rendered(name) for name in AskingForm.base_fields)


@pytest.mark.parametrize("name", list(AskingForm.base_fields))
@pytest.mark.parametrize("pack", ["ks", "ks/single"])
def test_every_id_that_a_field_points_at_exists(name: str, pack: str) -> None:
    html = rendered(name, data={}, pack=pack)
    ids = set(re.findall(r' id="([^"]+)"', html))
    pointed = {each for value in re.findall(r' (?:aria-describedby|for)="([^"]+)"', html) for each in value.split()}
    assert pointed <= ids


@pytest.mark.parametrize("path", CUSTOMER_TEMPLATES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_has_no_inline_code_or_style(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    assert not re.search(r"<[^>]+\s(?:style|on[a-z]+)=", source)
    assert not re.search(r"<script(?![^>]*\ssrc=)", source)
    assert "javascript:" not in source
    styles = re.findall(r"<style>(.*?)</style>", source, flags=re.DOTALL)
    assert set(styles) <= {"{{ inline_css }}"}


@pytest.mark.parametrize("path", CUSTOMER_TEMPLATES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_form_leaves_checking_to_the_server(path: Path) -> None:
    for tag in re.findall(r"<form[^>]*method=\"post\"[^>]*>", path.read_text(encoding="utf-8")):
        assert "novalidate" in tag
    assert not re.search(r"<(?:input|select|textarea)[^>]*\srequired\b", path.read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ERROR_PAGES)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_error_page_needs_nothing_from_its_view(name: str, language: str) -> None:
    with override(language):
        page = get_template(f"{name}.html").render()
    assert f'<html lang="{language}">' in page
    assert page.count("<h1>") == 1
    assert 'rel="stylesheet"' in page


def test_no_customer_template_is_without_a_user() -> None:
    sources = [
        path.read_text(encoding="utf-8")
        for suffix in ("*.py", "*.html")
        for path in PROJECT.rglob(suffix)
        if not {".venv", "tests", "var"} & set(path.relative_to(PROJECT).parts)
    ]
    told = "\n".join(sources)
    by_name = {f"{name}.html" for name in ERROR_PAGES} | {"ks/field.html", "ks/single/field.html"}
    unused = [
        name
        for name in (str(path.relative_to(TEMPLATES)) for path in CUSTOMER_TEMPLATES)
        if name not in by_name and f'"{name}"' not in told
    ]
    assert unused == []
