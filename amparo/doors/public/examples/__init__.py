"""Invented looks of the public pages, for who reads their sentences over."""
