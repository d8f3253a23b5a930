"""Pictures and papers of a case: re-encoded, and sealed.

Holds no original file, ever.
"""
