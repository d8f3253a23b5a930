"""Tests of guard/tokens."""
