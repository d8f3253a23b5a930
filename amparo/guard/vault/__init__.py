"""The references under which people are known, and the keys made for them.

Holds references. Never a name in clear.
"""
