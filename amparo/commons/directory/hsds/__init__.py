"""Open Referral HSDS 3.0 documents, in and out.

Holds no person: contacts with names in a document are not read. Never writes to the database.
"""
