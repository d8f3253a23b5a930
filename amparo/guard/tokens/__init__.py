"""What a program shows instead of a colleague: what it may, until when, and how often it asked.

Holds hashes of secrets, counts and ids; never a secret itself, and nothing of what was asked.
"""
