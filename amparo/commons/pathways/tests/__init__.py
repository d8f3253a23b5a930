"""Tests of commons/pathways."""
