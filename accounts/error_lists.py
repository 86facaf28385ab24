"""The list at the top of a page whose form was not accepted: each sentence leads to its field."""

from django import forms


def error_list(*found: forms.Form | None) -> list[dict[str, str]]:
    """Each sentence of the forms with the id of its field, for components/error_summary.html. In: None is no form."""
    return [
        {"message": str(sentence), "field_id": form[name].id_for_label}
        for form in found
        if form is not None
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]
