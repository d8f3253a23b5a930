"""Tests of the console: each page works, and refuses whom it must."""
