"""Backups: taken while the house runs, sealed to a key that is not on the machine, rehearsed."""
