"""What trained staff were told of dangers and special needs, and the watch list of abusers.

All of it sealed, and seen by those alone whose work needs it.
"""
