"""Tests of aid/attachments."""
