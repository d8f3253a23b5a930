"""Amparo: protecting and assisting migrants caught in a country in crisis.

Holds nothing itself. The way of the data is on one page in `docs/map.md`.
"""
