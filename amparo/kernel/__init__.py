"""The common tongue: what every area says in the same words.

Owns the audit line and nothing else. Holds no person. Decides nothing; never knows the web.
"""
