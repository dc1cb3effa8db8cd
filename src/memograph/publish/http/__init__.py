"""What all answers have in common: their format, the release they come from, how errors look, what is kept."""
