"""Numbers to call and what to do today, each with its source and the day someone confirmed it.

Of persons it holds nothing, and never will.
"""
