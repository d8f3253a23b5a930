"""Organisations, the services they offer, and how services are ranked for a need.

Holds no person who is helped; never a list of members.
"""
