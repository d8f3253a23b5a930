"""What the line understands, on invented sentences; on real ones where AMPARO_TEST_DATA is set."""
