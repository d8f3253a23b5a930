"""Tests of the keyholder, most of them against a real one in a process of its own."""
