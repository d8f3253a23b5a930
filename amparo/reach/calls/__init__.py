"""Calls that were taken on the hotline: the script, and who is to be called back.

Of persons it holds references; words and numbers are sealed.
"""
