"""Pages for staff.

Owns the pages under `/console/`: signing in, the queue, conversations, cases, referrals as each
side sees them, the directory, the audit. Holds nothing of its own; what it shows of persons it
asks for page by page, and nothing of it stays on the device: pages are never stored, drafts are
kept in the browser only as ciphertext.
Never puts a name or a person's words into a title, an address or a tooltip.
"""
