"""Guides to procedures and checklists of published standards, to attach to cases.

Of persons it holds nothing, and never will.
"""
