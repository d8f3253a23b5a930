"""Spreadsheets of the directory, in and out: one row is one service with its organisation.

Holds no person. Never writes to the database: it reads drafts, and writes what `sharing` lets out.
"""
