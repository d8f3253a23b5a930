"""What rings, what becomes of an SMS that rings, and how far a warning has come."""

from django.db.models import TextChoices


class Kind(TextChoices):
    """Why it rings."""

    WAITING = "waiting", "Someone waits and nobody has taken it"
    GATEWAY = "gateway", "A gateway is silent or fails"
    UNREADABLE = "unreadable", "Messages that could not be opened"
    VOLUME = "volume", "Many more write from one area than usual"


class Ended(TextChoices):
    """Why it no longer rings."""

    TAKEN = "taken", "Taken"
    OVER = "over", "Over"


class Sent(TextChoices):
    """What became of a ring by SMS."""

    QUEUED = "queued", "Queued"
    SENDING = "sending", "Sending"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed"
    UNKNOWN = "unknown", "Unknown"


class Level(TextChoices):
    """How far a warning has come, by the rule in `rules.level_of`."""

    HEARD = "heard", "Heard of"
    WATCH = "watch", "Watch"
    WARNING = "warning", "Warning"
    CLEAR = "clear", "All clear"


class What(TextChoices):
    """What an observer saw coming."""

    UNREST = "unrest", "Unrest or attacks on people"
    EXPULSION = "expulsion", "Round-ups or expulsions"
    BORDER = "border", "A border closing or a way cut off"
    WEATHER = "weather", "Storm, flood or fire"
    HEALTH = "health", "An illness that spreads"
    SUPPLIES = "supplies", "No water, food, fuel or money to be had"
    MOVING = "moving", "Many people on the move"
    OTHER = "other", "Something else"
