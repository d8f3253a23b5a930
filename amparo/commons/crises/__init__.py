"""Crises, their phase and scope, and the places of the country they happen in.

Holds no person.
"""
