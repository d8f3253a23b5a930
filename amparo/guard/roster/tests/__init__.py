"""Tests of guard/roster."""
