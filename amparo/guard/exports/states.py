"""States of an export, with the moves that are allowed."""

from django.db import models


class ExportState(models.TextChoices):
    """Where an export stands."""

    WAITING = "waiting", "waits for the worker"
    RUNNING = "running", "being written"
    DONE = "done", "ready"
    FAILED = "failed", "could not be written"
    CANCELLED = "cancelled", "cancelled"
    EXPIRED = "expired", "emptied"


EXPORT_MOVES: dict[str, frozenset[str]] = {
    ExportState.WAITING: frozenset({"running", "failed", "cancelled"}),
    ExportState.RUNNING: frozenset({"done", "failed", "cancelled"}),
    ExportState.DONE: frozenset({"expired"}),
    ExportState.FAILED: frozenset(),
    ExportState.CANCELLED: frozenset(),
    ExportState.EXPIRED: frozenset(),
}


class Shape(models.TextChoices):
    """How the file is written. A spreadsheet of a million rows is no file to stream: none here."""

    CSV = "csv", "CSV"
    JSONL = "jsonl", "JSON lines"


class Failed(models.TextChoices):
    """Why an export could not be written."""

    NONE = "", "not failed"
    DENIED = "denied", "the asker's role no longer includes it"
    LEFT = "left", "the asker no longer works here"
    GONE = "gone", "there is no such source any more"
    TROUBLE = "trouble", "something broke, again and again"
