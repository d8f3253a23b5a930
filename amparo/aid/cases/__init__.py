"""Cases, referrals and their outcome, with the person's own wish first.

Holds references and sealed texts. Never a name.
"""
