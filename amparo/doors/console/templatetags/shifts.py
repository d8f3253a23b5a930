"""Clocks of other places, for the roster."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template

register = template.Library()


@register.filter
def clock_in(at: datetime, zone: str) -> str:
    """`14:00` by the clock of that zone."""
    return f"{at.astimezone(ZoneInfo(zone)):%H:%M}"
