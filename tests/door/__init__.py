"""The door as a real process, before a real PostgreSQL and a real gateway."""
