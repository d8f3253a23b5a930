"""Requests made on our own pages."""
