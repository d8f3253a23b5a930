"""Tests of aid/protection."""
