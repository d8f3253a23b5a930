"""What a door took in, and the gateways that bring and take."""

from typing import ClassVar

from django.db import models

from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Machine, Register, held
from amparo.reach.messaging import states


class Envelope(models.Model):
    """What a door took in, sealed for the keyholder. Emptied once it is understood."""

    id = models.UUIDField(primary_key=True)
    received_at = models.DateTimeField()
    channel = models.CharField(max_length=24)
    head = models.BinaryField()
    body = models.BinaryField()
    state = models.CharField(
        max_length=12,
        choices=states.EnvelopeState.choices,
        default=states.EnvelopeState.NEW,
        db_default=states.EnvelopeState.NEW,
    )
    taken_at = models.DateTimeField(null=True)
    handled_at = models.DateTimeField(null=True)

    register: ClassVar = Register(
        room="reach",
        rows=Machine(insert=("door",)),
        fields={
            **held(Sensitivity.SEALED, Keep.UNTIL_HANDLED, "what the person wrote", "head", "body"),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "a repeat stores nothing",
                "id received_at channel state taken_at handled_at",
            ),
        },
    )

    class Meta:
        db_table = "reach_envelope"
        indexes: ClassVar = [
            # Used by: the worker, oldest first; handled rows are not in it.
            models.Index(
                fields=["received_at"],
                name="envelope_open",
                condition=models.Q(state__in=["new", "taken"]),
            ),
        ]


class Gateway(models.Model):
    """A gateway's heartbeat: when it last took or brought something."""

    name = models.CharField(primary_key=True, max_length=24)
    heard_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    reason = models.CharField(max_length=120, blank=True)

    register: ClassVar = Register(
        room="reach",
        rows=Machine(),
        fields=held(
            Sensitivity.STAFF,
            Keep.WHILE_TRUE,
            "a gateway that fell silent is noticed",
            "name heard_at failed_at reason",
        ),
    )

    class Meta:
        db_table = "reach_gateway"
