"""Makes the tables of agents' second factor, and the groups of agents, each with what its people may do and see."""

from typing import Any

from django.apps.registry import Apps
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import operations.sealed

WORKERS_MAY = (
    ("tickets", "view_ticket"),
    ("tickets", "change_ticket"),
    ("tickets", "view_message"),
    ("tickets", "view_event"),
    ("attachments", "view_attachment"),
    ("attachments", "change_attachment"),
    ("attachments", "view_preview"),
)
AGENTS_MAY = (*WORKERS_MAY, ("tickets", "see_customers"))
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
    # Each of these sees its own requests and no others.
    _make_group(apps, database, "tax", (*WORKERS_MAY, ("tickets", "see_vault")))
    _make_group(apps, database, "business", (*WORKERS_MAY, ("tickets", "see_business")))
    _make_group(apps, database, "hr", (*WORKERS_MAY, ("tickets", "see_hr")))


def _make_group(apps: Apps, database: str, name: str, may: tuple[tuple[str, str], ...]) -> None:
    group, _made = apps.get_model("auth", "Group").objects.using(database).get_or_create(name=name)
    permissions = apps.get_model("auth", "Permission").objects.using(database)
    group.permissions.set(
        [permissions.get(content_type__app_label=label, codename=codename) for label, codename in may]
    )


class Migration(migrations.Migration):
    initial = True
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("tickets", "0001_initial"),
        ("attachments", "0001_initial"),
    ]
    operations = [
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret", operations.sealed.SealedJSONField()),
                ("last_step", models.PositiveBigIntegerField()),
                ("set_up_at", models.DateTimeField()),
                (
                    "agent",
                    models.OneToOneField(
                        on_delete=models.CASCADE, related_name="second_factor", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="RecoveryCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("used_at", models.DateTimeField(null=True)),
                (
                    "agent",
                    models.ForeignKey(
                        on_delete=models.CASCADE, related_name="recovery_codes", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=["agent", "digest"], name="recovery_code_is_unique")],
            },
        ),
        migrations.CreateModel(
            name="SetUpLink",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(max_length=64)),
                ("expires_at", models.DateTimeField()),
                (
                    "agent",
                    models.OneToOneField(
                        on_delete=models.CASCADE, related_name="set_up_link", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
            options={"constraints": [models.UniqueConstraint(fields=["digest"], name="set_up_link_is_unique")]},
        ),
        migrations.RunPython(make_groups, migrations.RunPython.noop),
    ]
