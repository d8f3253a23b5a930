"""Staff, their memberships, roles and sessions.

Holds of persons: staff only. Never anyone who is helped.
"""
