"""Every write of messaging, one file for each noun."""
