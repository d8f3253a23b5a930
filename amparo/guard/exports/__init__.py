"""Exports as jobs: who asked for what, how far it is, and the file in pieces.

Holds what stands in the clear elsewhere; never a sealed text, a name or a number.
"""
