"""Tests of the amparo command."""
