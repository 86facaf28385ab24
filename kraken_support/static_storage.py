"""Static files under names that hold their hash, so that browsers may keep them for ever."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedStaticFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # no types there
    """Also rewrites the addresses inside ES modules' import statements (off by default in Django 5.2)."""

    support_js_module_import_aggregation = True
    # A page with an address that was never collected is better than no page.
    manifest_strict = False
