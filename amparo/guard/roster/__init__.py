"""Who is on duty when, and who is called when nobody answers.

Holds staff and their shifts; of persons who ask for help it holds nothing.
"""
