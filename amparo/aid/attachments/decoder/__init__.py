"""A program of its own that makes files new: `python -I -m amparo.aid.attachments.decoder`.

No process that holds a key imports it. Bytes come in on stdin; a line of JSON and the new bytes go
out on stdout.
"""
