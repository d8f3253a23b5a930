"""Referral pathways: for a need and a place, who is asked in which order, with the least data.

Of persons it holds nothing, and never will.
"""
