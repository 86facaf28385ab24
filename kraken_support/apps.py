"""Names the app for Django and registers the project's own system checks."""

from django.apps import AppConfig

from kraken_support import checks


class KrakenSupportConfig(AppConfig):
    """The project as a whole."""

    name = "kraken_support"
    registered_checks = (
        checks.hosts_are_named,
        checks.links_lead_to_a_named_host,
        checks.links_lead_home_over_https,
        checks.the_demo_agents_door_is_shut_to_strangers,
    )
