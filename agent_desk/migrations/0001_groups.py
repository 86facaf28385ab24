"""Makes the groups “agents”, “security” and “supervisors” with their permissions."""

from typing import Any

from django.apps.registry import Apps
from django.contrib.auth.management import create_permissions
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AGENTS_MAY = (
    ("tickets", "view_ticket"),
    ("tickets", "change_ticket"),
    ("tickets", "view_message"),
    ("tickets", "view_event"),
    ("attachments", "view_attachment"),
    ("attachments", "change_attachment"),
    ("attachments", "view_preview"),
)
SECURITY_ALSO_MAY = (("attachments", "view_restricted"),)
SUPERVISORS_ALSO_MAY = (("tickets", "merge_across_people"), ("tickets", "merge_restricted"), *SECURITY_ALSO_MAY)


def make_groups(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Create the groups and set exactly their permissions; safe to run again."""
    database = schema_editor.connection.alias
    for label in ("tickets", "attachments"):
        # Permissions are usually made after all migrations, which is too late for a migration that needs them.
        app: Any = apps.get_app_config(label)
        app.models_module = True
        create_permissions(app, apps=apps, verbosity=0, using=database)
        app.models_module = None
    _make_group(apps, database, "agents", AGENTS_MAY)
    _make_group(apps, database, "security", AGENTS_MAY + SECURITY_ALSO_MAY)
    _make_group(apps, database, "supervisors", AGENTS_MAY + SUPERVISORS_ALSO_MAY)


def _make_group(apps: Apps, database: str, name: str, may: tuple[tuple[str, str], ...]) -> None:
    group, _made = apps.get_model("auth", "Group").objects.using(database).get_or_create(name=name)
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    group.permissions.set(
        [permissions.get(content_type__app_label=label, codename=codename) for label, codename in may]
    )


class Migration(migrations.Migration):
    dependencies = [
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("tickets", "0001_initial"),
        ("attachments", "0001_initial"),
    ]
    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
