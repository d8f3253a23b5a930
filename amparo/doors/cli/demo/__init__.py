"""The demo: an invented crisis, told by the house's own code as if it had just happened.

Holds invented persons only, in files that anyone can read. Never holds anything of a real person,
and is never loaded into a house that has a crisis of its own.
"""
