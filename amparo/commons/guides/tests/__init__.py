"""Tests of commons/guides."""
