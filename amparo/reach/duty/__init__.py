"""Alarms when someone waits too long or a gateway is silent, and notes from shift to shift.

Of persons it holds references; the words of a note are sealed.
"""
