"""Tokens, how often each was used, and what was asked once and must not be done twice."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Machine, Own, Register, held


class Token(models.Model):
    """What a program shows to act as a colleague, with some of the colleague's powers."""

    id = models.UUIDField(primary_key=True)
    staff_id = models.UUIDField()
    name = models.CharField(max_length=60)  # what it is for, in its owner's words
    secret_hash = models.BinaryField(unique=True)
    powers = ArrayField(models.CharField(max_length=32))
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    revoked_by_id = models.UUIDField(null=True)

    register: ClassVar = Register(
        room="guard",
        rows=Own(actor="staff_id"),
        fields={
            **held(
                Sensitivity.STAFF,
                Keep.AUDIT_5Y,
                "which programs act for a colleague, and what they may",
                "id staff_id name powers made_at expires_at revoked_at revoked_by_id",
            ),
            **held(Sensitivity.SECRET, Keep.AUDIT_5Y, "to know the program", "secret_hash"),
        },
    )

    class Meta:
        db_table = "guard_token"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(revoked_at__isnull=True, revoked_by_id__isnull=True)
                | models.Q(revoked_at__isnull=False, revoked_by_id__isnull=False),
                name="token_revoked_with_who",
            ),
        ]
        indexes: ClassVar = [
            # Used by: a colleague's own tokens, newest first.
            models.Index(fields=["staff_id", "-made_at"], name="token_list"),
        ]


class Use(models.Model):
    """How often a token was used in the present minute, and on which day it was used last."""

    token = models.OneToOneField(Token, models.CASCADE, primary_key=True, related_name="use")
    started_at = models.DateTimeField()  # of the present minute
    used = models.PositiveIntegerField()
    last_on = models.DateField()

    register: ClassVar = Register(
        room="guard",
        rows=Machine(),
        fields=held(
            Sensitivity.STAFF,
            Keep.AUDIT_5Y,
            "to say when it was too often, and which tokens nobody uses",
            "token started_at used last_on",
        ),
    )

    class Meta:
        db_table = "guard_token_use"


class Once(models.Model):
    """One request that bears a key: asked again, it is answered again and not done again."""

    id = models.UUIDField(primary_key=True)
    token = models.ForeignKey(Token, models.CASCADE, related_name="+")
    key_hash = models.BinaryField()
    asked_hash = models.BinaryField()  # of the request, with a secret: its body may be guessable
    started_at = models.DateTimeField()
    status = models.PositiveSmallIntegerField(null=True)  # none yet: it is being done, or broke off
    answer = models.TextField(blank=True)  # ids, sentences of ours; never a word of anybody's

    register: ClassVar = Register(
        room="guard",
        rows=Machine(),
        fields=held(
            Sensitivity.STAFF,
            Keep.UNTIL_HANDLED,
            "so that nothing is sent twice",
            "id token key_hash asked_hash started_at status answer",
        ),
        delete=True,
    )

    class Meta:
        db_table = "guard_token_once"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["token", "key_hash"], name="token_key_once"),
        ]
        indexes: ClassVar = [
            # Used by: the clock, which forgets them after a day.
            models.Index(fields=["started_at"], name="token_once_old"),
        ]
