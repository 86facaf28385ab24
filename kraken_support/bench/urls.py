"""The portal's addresses and those of the floors, which exist while the bench runs and at no other time."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import path

from kraken_support.bench import floors
from kraken_support.urls import handler400, handler403, handler404, handler500, urlpatterns

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    *i18n_patterns(
        path("bench/page/<uuid:row_id>/", floors.page, name="bench_page"),
        path("bench/files/", floors.files, name="bench_files"),
    ),
    *urlpatterns,
]
