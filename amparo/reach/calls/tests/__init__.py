"""Tests of reach/calls."""
