"""Attachments of a case and their pages: made new, sealed, emptied when they are removed."""

from typing import ClassVar

from django.db import models

from amparo.aid.attachments.states import Kind
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held


class Attachment(models.Model):
    """One file that someone put to a case. The file as it came is kept nowhere."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    case_id = models.UUIDField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    sealed_name = models.BinaryField()  # what it was called
    sealed_described = models.BinaryField(default=bytes)  # what is to be seen, in words
    page_count = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()  # bytes, made new
    added_at = models.DateTimeField()
    added_by_id = models.UUIDField()
    removed_at = models.DateTimeField(null=True)
    removed_by_id = models.UUIDField(null=True)

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(),
        fields={
            **held(
                Sensitivity.SEALED,
                Keep.CASE_CLOSED_1Y,
                "what it is called and shows",
                "sealed_name sealed_described",
            ),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "who put what to a case",
                "id scope_id case_id kind page_count size",
                "added_at added_by_id removed_at removed_by_id",
            ),
        },
    )

    class Meta:
        db_table = "aid_attachment"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(removed_at__isnull=True, removed_by_id__isnull=True)
                | models.Q(
                    removed_at__isnull=False,
                    removed_by_id__isnull=False,
                    sealed_name=b"",
                    sealed_described=b"",
                ),
                name="attachment_removed_is_empty",
            ),
        ]
        indexes: ClassVar = [
            # Used by: the case page.
            models.Index(fields=["case_id", "added_at"], name="attachment_list"),
        ]


class Page(models.Model):
    """One page of an attachment, as a picture and a small one; or its text."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    attachment = models.ForeignKey(Attachment, models.CASCADE, related_name="pages")
    number = models.PositiveSmallIntegerField()
    width = models.PositiveIntegerField(default=0)
    height = models.PositiveIntegerField(default=0)
    sealed_data = models.BinaryField(default=bytes)
    sealed_thumb = models.BinaryField(default=bytes)

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(),
        fields={
            **held(
                Sensitivity.SEALED,
                Keep.CASE_CLOSED_1Y,
                "the paper itself",
                "sealed_data sealed_thumb",
            ),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "to lay out the page before it is opened",
                "id scope_id attachment number width height",
            ),
        },
    )

    class Meta:
        db_table = "aid_attachment_page"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["attachment", "number"], name="attachment_page_once"),
        ]
