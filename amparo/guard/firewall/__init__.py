"""The only way data about a person leaves: disclose, reveal, deliver, each written down first.

Holds references and reasons. Never the data it lets pass.
"""
