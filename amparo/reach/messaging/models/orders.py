"""What a page asks the worker to do to a conversation, since a page may open no number and link
no code: a second code, a new one for who lost hers, the right number."""

from typing import ClassVar

from django.db import models

from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held
from amparo.reach.messaging import states
from amparo.reach.messaging.models.conversations import Conversation


class Order(models.Model):
    """One thing to be done once. Without its row an envelope that asks for it does nothing.

    A relative's code leads to this row, not to the conversation: whoever has it sees no more.
    """

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    conversation = models.ForeignKey(Conversation, models.CASCADE, related_name="orders")
    kind = models.CharField(max_length=12, choices=states.OrderKind.choices)
    made_at = models.DateTimeField()
    asked_by_id = models.UUIDField(null=True)  # staff; null: the person, with her code
    sealed_how = models.BinaryField(default=bytes)  # how an officer knew that it was she
    linked_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(subject="id"),
        fields={
            **held(
                Sensitivity.SEALED,
                Keep.CASE_CLOSED_1Y,
                "nobody gets a stranger's code by asking nicely",
                "sealed_how",
            ),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "who may come back, and until when",
                "id scope_id conversation kind made_at asked_by_id linked_at ends_at revoked_at",
            ),
        },
    )

    class Meta:
        db_table = "reach_order"
        indexes: ClassVar = [
            # Used by: her own page and the officer's, what there is of this conversation.
            models.Index(fields=["conversation", "made_at"], name="order_of"),
            # Used by: the round that ends codes whose time is over.
            models.Index(
                fields=["ends_at"],
                name="order_ends",
                condition=models.Q(ends_at__isnull=False, revoked_at__isnull=True),
            ),
        ]
