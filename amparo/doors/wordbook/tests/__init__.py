"""Tests of doors/wordbook."""
