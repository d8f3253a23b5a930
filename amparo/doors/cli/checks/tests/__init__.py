"""Tests of what `amparo check` looks at."""
