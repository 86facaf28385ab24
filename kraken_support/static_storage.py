"""Static files under names that hold their hash, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types there
    """Also rewrites the addresses inside ES modules' import statements (off by default in Django 5.2)."""

    support_js_module_import_aggregation = True

    def stored_name(self, name: str) -> str:
        """The hashed name; the plain one when it was never collected: a page without its picture beats no page."""
        try:
            return str(super().stored_name(name))
        except ValueError:
            return name
