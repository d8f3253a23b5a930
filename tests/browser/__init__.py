"""A real Chromium against a whole house: axe, keys only, three officers at once."""
