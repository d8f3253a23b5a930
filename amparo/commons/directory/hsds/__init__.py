"""Open Referral HSDS 3.0 documents, in and out.

Whom to call goes out only where an editor made it public. Never writes to the database.
"""
