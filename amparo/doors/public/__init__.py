"""Pages for the people Amparo exists for.

Owns the pages under `/{language}/` that anyone may open: no account, no cookie, no script needed.
Holds nothing: what a person writes travels in the page itself until she presses Send.
Never asks for name, account, status, nationality or a paper; never puts a code or a word into
an address.
"""
