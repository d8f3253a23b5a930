"""Time's way in: understands, sends, delivers events, in batches."""
