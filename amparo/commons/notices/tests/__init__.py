"""Tests of commons/notices."""
