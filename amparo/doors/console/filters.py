"""The queue's filters as they stand in its address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse

from amparo.reach.messaging import queries as messaging

# All of it stands in the clear in the database as well; nobody's words are among them.
FILTERS = ("urgency", "language", "need", "free", "mine", "find", "after")


@dataclass(frozen=True, slots=True)
class Chosen:
    """The filters of an address, and addresses that change one of them."""

    values: dict[str, str]

    def wanted(self) -> messaging.QueueFilter:
        """The filters as the queue understands them; what it can't is left out."""
        values = {name: value.replace("\0", "") for name, value in self.values.items()}
        urgency = values.get("urgency", "")
        return messaging.QueueFilter(
            urgency=int(urgency) if urgency in tuple("01234") else None,
            language=values.get("language", "")[:12],
            need=values.get("need", "")[:32],
            free_only=bool(values.get("free")),
            mine=bool(values.get("mine")),
            find=values.get("find", "").strip()[:32],
            after=values.get("after", "")[:200],
        )

    def address(self, **changes: str) -> str:
        """The queue's address with these filters changed; an empty one is dropped."""
        values = {**self.values, **changes}
        if "after" not in changes:
            values.pop("after", None)
        query = urlencode({name: value for name, value in values.items() if value})
        return reverse("console:queue") + (f"?{query}" if query else "")

    @property
    def here(self) -> str:
        """This very page of the queue."""
        return self.address(after=self.values.get("after", ""))
