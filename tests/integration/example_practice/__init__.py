"""The practice of the second tutorial, over HTTP."""
