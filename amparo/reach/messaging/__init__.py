"""Conversations: what people wrote, what was understood, what was answered.

Holds sealed texts and contact points. Never a text or a number in clear.
"""
