"""Tests of the demo: its files, and the loading of a few of its stories."""
