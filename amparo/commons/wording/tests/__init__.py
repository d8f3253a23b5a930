"""Tests of commons/wording."""
