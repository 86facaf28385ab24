"""The map of addresses: customers under a language prefix, agents under their own, machines at the root."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from agent_desk.site import support_site
from kraken_support import views

urlpatterns = [
    path("", views.to_language, name="root"),
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", views.robots, name="robots"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("language/", include("django.conf.urls.i18n")),
    # Agents
    path(f"{settings.STAFF_PATH}/", support_site.urls),
    # Customers: /en/…, /fr/…
    *i18n_patterns(
        path("", include("forms_catalog.urls")),
        path("", include("follow_up.urls")),
        path("", include("accounts.urls")),
        path("", include("outbox.urls")),
        path("safety/", views.static_page, {"template": "safety.html"}, name="safety"),
        path("privacy/", views.static_page, {"template": "privacy.html"}, name="privacy"),
        path("accessibility/", views.static_page, {"template": "accessibility.html"}, name="accessibility"),
    ),
]

handler400 = "kraken_support.views.bad_request"
handler403 = "kraken_support.views.forbidden"
handler404 = "kraken_support.views.not_found"
handler500 = "kraken_support.views.broken"
