"""The words of the public pages, sentence by sentence: shipped, read over, laid over each other.

Several doors need them: the pages say them, the console reads them over, the command carries them
in and out.
"""
