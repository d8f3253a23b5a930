"""What an attachment became when it was made new."""

from django.db import models


class Kind(models.TextChoices):
    """How it is shown."""

    PICTURE = "picture", "picture"
    PAGES = "pages", "pages of a PDF"
    TEXT = "text", "text"
