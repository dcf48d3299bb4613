"""Quality in figures: understanding, values, retrieval and answers, each with data set and rule."""
