"""Tests of guard/exports."""
