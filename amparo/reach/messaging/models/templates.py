"""Answers that are written once, in several languages, and said often. No person is in them."""

from typing import ClassVar

from django.db import models

from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held


class Template(models.Model):
    """One answer in the languages that someone wrote it in; `{reference}` is filled in."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    key = models.CharField(max_length=32)
    title = models.CharField(max_length=80)
    texts = models.JSONField(default=dict)  # {language: text}
    order = models.PositiveSmallIntegerField(default=50)
    active = models.BooleanField(default=True)
    changed_at = models.DateTimeField()
    changed_by_id = models.UUIDField()

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(),
        fields=held(
            Sensitivity.OPEN,
            Keep.WHILE_TRUE,
            "what the line says often, checked once",
            "id scope_id key title texts order active changed_at changed_by_id",
        ),
    )

    class Meta:
        db_table = "reach_template"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["scope_id", "key"], name="template_once"),
        ]
