"""Tests of reach/duty."""
