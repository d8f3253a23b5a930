"""Staff: who they are, where they work, and the sessions they have open."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

from amparo.guard.accounts.roles import Role
from amparo.kernel.authority import Power
from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Machine, Open, Register, held


class Staff(models.Model):
    """Someone who works here, paid or not. Colleagues see the name: it stands on what they took."""

    id = models.UUIDField(primary_key=True)
    login = models.CharField(max_length=64, unique=True)
    name = models.CharField(max_length=120)
    languages = ArrayField(models.CharField(max_length=12), default=list)
    active = models.BooleanField(default=True)
    made_at = models.DateTimeField()

    register: ClassVar = Register(
        room="guard",
        rows=Open(write=Power.MANAGE_STAFF),
        fields=held(
            Sensitivity.STAFF,
            Keep.WHILE_TRUE,
            "colleagues know who has taken what",
            "id login name languages active made_at",
        ),
        read_by=("reach", "aid"),
    )

    class Meta:
        db_table = "guard_staff"


class Line(models.Model):
    """A shared line: the messages that several organisations answer under one controller."""

    id = models.UUIDField(primary_key=True)
    name = models.CharField(max_length=120)
    controller_id = models.UUIDField()  # the organisation that answers for the data
    crisis_id = models.UUIDField()

    register: ClassVar = Register(
        room="guard",
        rows=Open(write=Power.MANAGE_STAFF),
        fields=held(
            Sensitivity.STAFF,
            Keep.WHILE_TRUE,
            "who answers for the data of a line",
            "id name controller_id crisis_id",
        ),
        read_by=("reach", "aid"),
    )

    class Meta:
        db_table = "guard_line"


class Membership(models.Model):
    """What someone does in one scope: an organisation or a line."""

    id = models.UUIDField(primary_key=True)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="memberships")
    scope_id = models.UUIDField()
    role = models.CharField(max_length=24, choices=[(role.value, role.value) for role in Role])

    register: ClassVar = Register(
        room="guard",
        rows=Open(write=Power.MANAGE_STAFF),
        fields=held(
            Sensitivity.STAFF,
            Keep.WHILE_TRUE,
            "which rows someone may see, and what they may do",
            "id staff scope_id role",
        ),
        delete=True,
    )

    class Meta:
        db_table = "guard_membership"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["staff", "scope_id", "role"], name="membership_once"),
        ]


class Credential(models.Model):
    """What proves who someone is: a demo password, or a link that opens once."""

    id = models.UUIDField(primary_key=True)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="credentials")
    kind = models.CharField(max_length=12, choices=[("password", "password"), ("link", "link")])
    secret_hash = models.CharField(max_length=200)
    expires_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    register: ClassVar = Register(
        room="guard",
        rows=Machine(),
        fields={
            **held(
                Sensitivity.STAFF,
                Keep.WHILE_TRUE,
                "to let staff in",
                "id staff kind expires_at used_at",
            ),
            **held(Sensitivity.SECRET, Keep.WHILE_TRUE, "to let staff in", "secret_hash"),
        },
    )

    class Meta:
        db_table = "guard_credential"


class Session(models.Model):
    """One sign-in on one device. Ended by setting `ended_at`: the next request is refused."""

    id = models.UUIDField(primary_key=True)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="sessions")
    token_hash = models.BinaryField(unique=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    register: ClassVar = Register(
        room="guard",
        rows=Machine(),
        fields={
            **held(
                Sensitivity.STAFF,
                Keep.SESSION,
                "to know who asks",
                "id staff started_at seen_at expires_at ended_at",
            ),
            **held(Sensitivity.SECRET, Keep.SESSION, "to know who asks", "token_hash"),
        },
    )

    class Meta:
        db_table = "guard_session"
