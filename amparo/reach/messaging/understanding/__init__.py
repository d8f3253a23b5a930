"""What a short text says: language, place, needs and urgency, each with its reasons.

Pure: no table, no clock, no network. Holds nothing.
"""
