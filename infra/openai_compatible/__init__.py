"""Model servers that speak OpenAI's chat completions, each in its own dialect."""
