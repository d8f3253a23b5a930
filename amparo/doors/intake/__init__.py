"""The door: a process of its own that seals, stores and acknowledges.

Holds no secret that opens anything stored. Never imports Django.
"""
