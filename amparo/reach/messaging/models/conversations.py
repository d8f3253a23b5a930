"""Ways to reach someone, and what one person and we said about one thing."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Case, F, Value, When

from amparo.kernel.purposes import Keep, Sensitivity
from amparo.kernel.register import Register, Scoped, held
from amparo.reach.messaging import states

# What `messages_in` holds. A flood beyond it is still taken in, only not counted.
MOST_COUNTED = 32_767


_CLEAR = "to sort what waits, without opening anything"
# The needs that ship. Each has an index of its own: one that few have is found among a hundred
# thousand who wait. A need that is added later is read through `queue_order`, which is slower.
NEEDS_INDEXED = (
    "rescue shelter food water doctor medicine unsafe trafficking gbv child_alone search held "
    "asylum stateless papers consular wages stranded transit psychosocial information phone "
    "safe other"
).split()


def _of_need(need: str) -> models.Index:
    return models.Index(
        fields=["-rank", "waiting_since", "id"],
        name=f"queue_{need}",
        condition=models.Q(waiting_since__isnull=False, needs__contains=[need]),
    )


class Contact(models.Model):
    """A way to reach someone. The number itself is sealed; `index` joins its messages."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    channel = models.CharField(max_length=24)
    index = models.BinaryField()  # whole keyed hash, computed in the keyholder
    sealed_address = models.BinaryField()  # key class *contact* of this id
    doubtful = models.BooleanField(default=False)  # could not be brought to E.164
    language = models.CharField(max_length=12, blank=True)
    stopped_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField()

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(),
        fields={
            **held(Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "to answer", "index", "sealed_address"),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                "to answer in the right way",
                "id scope_id channel doubtful language stopped_at made_at",
            ),
        },
    )

    class Meta:
        db_table = "reach_contact"
        constraints: ClassVar = [
            # The index is a keyed hash: a unique constraint on it tells nobody a number.
            models.UniqueConstraint(fields=["scope_id", "channel", "index"], name="contact_once"),
        ]


class Conversation(models.Model):
    """All that one person and we said to each other about one thing."""

    id = models.UUIDField(primary_key=True)
    scope_id = models.UUIDField()
    reference = models.CharField(max_length=8)  # six characters; names it to staff, opens nothing
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, related_name="conversations")
    channel = models.CharField(max_length=24)
    kind = models.CharField(
        max_length=12,
        choices=states.ConversationKind.choices,
        default=states.ConversationKind.REQUEST,
    )
    for_other = models.BooleanField(default=False)  # who wrote is not who needs help
    state = models.CharField(
        max_length=12,
        choices=states.ConversationState.choices,
        default=states.ConversationState.RECEIVED,
    )
    language = models.CharField(max_length=12, default="und")
    language_sure = models.BooleanField(default=False)
    answer_language = models.CharField(max_length=12, blank=True)
    needs = ArrayField(models.CharField(max_length=32), default=list)
    needs_decided = models.BooleanField(default=False)
    urgency = models.PositiveSmallIntegerField(default=0)  # 4 now … 1 no rush, 0 not sorted
    urgency_decided = models.BooleanField(default=False)
    # The order in which people read: what nobody has sorted comes right after Now.
    rank = models.GeneratedField(
        expression=Case(
            When(urgency=4, then=Value(5)),
            When(urgency=0, then=Value(4)),
            default=F("urgency"),
            output_field=models.PositiveSmallIntegerField(),
        ),
        output_field=models.PositiveSmallIntegerField(),
        db_persist=True,
    )
    cell = models.BigIntegerField(null=True)  # H3 resolution 7 or coarser
    place_decided = models.BooleanField(default=False)
    sealed_notes = models.BinaryField(default=bytes)  # place in words, reasons, in her own words
    people = models.PositiveSmallIntegerField(null=True)
    cover = models.BooleanField(default=False)  # outgoing SMS carry the cover text only
    own_phone = models.BooleanField(default=False)
    # Parts of the day when an SMS is safe: morning afternoon evening night. Empty: any time.
    safe_hours = ArrayField(models.CharField(max_length=12), default=list)
    question = models.CharField(
        max_length=12, choices=states.Question.choices, blank=True, default=""
    )
    question_at = models.DateTimeField(null=True)
    helped = models.CharField(max_length=12, choices=states.Helped.choices, blank=True, default="")
    opened_at = models.DateTimeField()
    last_in_at = models.DateTimeField()
    waiting_since = models.DateTimeField(null=True)  # null: nobody waits for us
    first_answer_at = models.DateTimeField(null=True)
    taken_by_id = models.UUIDField(null=True)
    taken_at = models.DateTimeField(null=True)
    case_id = models.UUIDField(null=True)
    messages_in = models.PositiveSmallIntegerField(default=0)
    # The same person wrote twice: this one is read and answered inside the other.
    merged_into = models.ForeignKey("self", models.PROTECT, null=True, related_name="merged")
    merged_at = models.DateTimeField(null=True)
    merged_by_id = models.UUIDField(null=True)

    register: ClassVar = Register(
        room="reach",
        rows=Scoped(subject="id"),
        fields={
            **held(Sensitivity.SEALED, Keep.CASE_CLOSED_1Y, "why it was sorted so", "sealed_notes"),
            **held(
                Sensitivity.CASE,
                Keep.CASE_CLOSED_1Y,
                _CLEAR,
                "id scope_id reference contact channel kind for_other state language language_sure",
                "answer_language needs needs_decided urgency urgency_decided rank cell",
                "place_decided people cover own_phone safe_hours question question_at helped",
                "opened_at last_in_at waiting_since first_answer_at taken_by_id",
                "taken_at case_id messages_in merged_into merged_at merged_by_id",
            ),
        },
    )

    class Meta:
        db_table = "reach_conversation"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=models.Q(urgency__lte=4), name="conversation_urgency_known"
            ),
            models.CheckConstraint(
                condition=models.Q(taken_by_id__isnull=True, taken_at__isnull=True)
                | models.Q(taken_by_id__isnull=False, taken_at__isnull=False),
                name="conversation_taken_with_time",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    merged_into__isnull=True, merged_at__isnull=True, merged_by_id__isnull=True
                )
                | models.Q(
                    merged_into__isnull=False, merged_at__isnull=False, merged_by_id__isnull=False
                ),
                name="conversation_merged_by_someone",
            ),
            # What was merged waits and is held inside the other one only.
            models.CheckConstraint(
                condition=models.Q(merged_into__isnull=True)
                | models.Q(waiting_since__isnull=True, taken_by_id__isnull=True)
                & ~models.Q(merged_into=models.F("id")),
                name="conversation_merged_waits_elsewhere",
            ),
        ]
        indexes: ClassVar = [
            # Used by: the queue, most urgent first, then who waits longest. The scope does not
            # lead: an officer has several, and PostgreSQL could not read in this order then.
            # Filters by holder and by needs of a house's own read on in it without the rows.
            models.Index(
                fields=["-rank", "waiting_since", "id"],
                include=["scope_id", "needs", "language", "taken_by_id"],
                name="queue_order",
                condition=models.Q(waiting_since__isnull=False),
            ),
            # Used by: the queue filtered by need. A GIN index over needs is no use, since `@>` is
            # not leakproof and the policy comes first; that a query implies the condition of a
            # partial index is known before any row is looked at.
            *map(_of_need, NEEDS_INDEXED),
            # Used by: the queue filtered by language.
            models.Index(
                fields=["language", "-rank", "waiting_since", "id"],
                name="queue_language",
                condition=models.Q(waiting_since__isnull=False),
            ),
            # Used by: the queue's counts, which read nothing but this index.
            models.Index(
                fields=["urgency", "language", "waiting_since"],
                include=["scope_id", "taken_by_id", "id"],
                name="queue_counts",
                condition=models.Q(waiting_since__isnull=False),
            ),
            # Used by: what is mine.
            models.Index(
                fields=["taken_by_id"],
                name="queue_mine",
                condition=models.Q(taken_by_id__isnull=False),
            ),
            # Used by: staff who are told a reference over the phone.
            models.Index(fields=["reference"], name="conversation_reference"),
            # Used by: landing, the newest conversation of one contact.
            models.Index(fields=["contact", "-last_in_at"], name="conversation_of_contact"),
            # Used by: a conversation's page, to show what was merged into it.
            models.Index(
                fields=["merged_into"],
                name="conversation_merged",
                condition=models.Q(merged_into__isnull=False),
            ),
            # Used by: likely repeats, near in place and time.
            models.Index(
                fields=["cell", "opened_at"],
                name="conversation_near",
                condition=models.Q(cell__isnull=False),
            ),
            # Used by: where most people wrote about lately.
            models.Index(
                fields=["-opened_at"],
                include=["cell", "scope_id"],
                name="conversation_placed",
                condition=models.Q(cell__isnull=False),
            ),
            # Used by: how long it takes until a person answers.
            models.Index(
                fields=["first_answer_at"],
                include=["opened_at", "scope_id", "id"],
                name="conversation_answered",
                condition=models.Q(first_answer_at__isnull=False),
            ),
        ]
