"""Questions that ask the same, and questions that only look as if they did."""
