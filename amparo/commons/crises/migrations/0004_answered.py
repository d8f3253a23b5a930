"""A record of another crisis no longer turns this house away from its own."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("crises", "0003_needs_as_shipped"),
    ]

    operations = [
        migrations.AddField(
            model_name="crisis",
            name="answered",
            field=models.BooleanField(default=True),
        ),
    ]
