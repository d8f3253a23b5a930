"""What anyone may know. Holds no person who is helped, and never will."""
