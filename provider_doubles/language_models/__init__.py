"""Parts of every double of a model's vendor: a model that quotes, its stream, its control."""
