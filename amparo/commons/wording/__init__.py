"""What native readers say of each sentence of the public pages, and who signs a language.

Of those who are helped it holds nothing, and never will.
"""
