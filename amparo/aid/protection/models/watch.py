"""Employers and recruiters reported as abusive, and the warnings drafted from what they do."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q

from amparo.aid.protection.states import WatchState
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held


class WatchEntry(models.Model):
    """One employer or recruiter. No case and no person who told of it stands here."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    state = models.CharField(max_length=12, choices=WatchState.choices, default=WatchState.PROPOSED)
    sealed_content = models.BinaryField()  # who, what, where, in words
    sealed_reason = models.BinaryField(default=bytes)  # of a withdrawal
    review_on = models.DateField()  # from this day on it counts no more until someone looks again
    proposed_at = models.DateTimeField()
    proposed_by_id = models.UUIDField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by_id = models.UUIDField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    reviewed_by_id = models.UUIDField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by_id = models.UUIDField(null=True)

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(),
        fields={
            **held(
                Sensitivity.SEALED,
                Keep.WHILE_TRUE,
                "so that nobody is sent to an abuser",
                "sealed_content sealed_reason",
            ),
            **held(
                Sensitivity.STAFF,
                Keep.WHILE_TRUE,
                "two people stand for each entry, and look again in time",
                "id scope_id state review_on proposed_at proposed_by_id confirmed_at",
                "confirmed_by_id reviewed_at reviewed_by_id withdrawn_at withdrawn_by_id",
            ),
        },
    )

    class Meta:
        db_table = "aid_watch_entry"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True, confirmed_by_id__isnull=True)
                | Q(confirmed_at__isnull=False, confirmed_by_id__isnull=False),
                name="watch_confirmed_with_who",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_at__isnull=True, reviewed_by_id__isnull=True)
                | Q(reviewed_at__isnull=False, reviewed_by_id__isnull=False),
                name="watch_reviewed_with_who",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by_id__isnull=True)
                | Q(withdrawn_at__isnull=False, withdrawn_by_id__isnull=False),
                name="watch_withdrawn_with_who",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by_id__isnull=True) | ~Q(confirmed_by_id=F("proposed_by_id")),
                name="watch_confirmed_by_another",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", confirmed_at__isnull=True)
                | Q(state="confirmed", confirmed_at__isnull=False, withdrawn_at__isnull=True)
                | Q(state="withdrawn", withdrawn_at__isnull=False),
                name="watch_state_is_true",
            ),
        ]
        indexes: ClassVar = [
            # Used by: the list, what is to be looked at first.
            models.Index(fields=["scope_id", "state", "review_on"], name="watch_list"),
        ]


class WatchWarning(models.Model):
    """A general warning drafted from an entry: no name in it. Nothing is sent from here."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    entry = models.ForeignKey(WatchEntry, models.CASCADE, related_name="warnings")
    sealed_text = models.BinaryField()
    language = models.CharField(max_length=12)
    drafted_at = models.DateTimeField()
    drafted_by_id = models.UUIDField()
    ready_at = models.DateTimeField(null=True)
    ready_by_id = models.UUIDField(null=True)

    register: ClassVar = Register(
        room="aid",
        rows=Scoped(),
        fields={
            **held(
                Sensitivity.SEALED, Keep.WHILE_TRUE, "a draft, until it is ready", "sealed_text"
            ),
            **held(
                Sensitivity.STAFF,
                Keep.WHILE_TRUE,
                "who drafted it, who read it over",
                "id scope_id entry language drafted_at drafted_by_id ready_at ready_by_id",
            ),
        },
    )

    class Meta:
        db_table = "aid_watch_warning"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(ready_at__isnull=True, ready_by_id__isnull=True)
                | Q(ready_at__isnull=False, ready_by_id__isnull=False),
                name="watch_warning_ready_with_who",
            ),
            models.CheckConstraint(
                condition=Q(ready_by_id__isnull=True) | ~Q(ready_by_id=F("drafted_by_id")),
                name="watch_warning_ready_by_another",
            ),
        ]
