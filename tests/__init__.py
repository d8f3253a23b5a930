"""Tests that cross areas."""
