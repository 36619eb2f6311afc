"""Predictions for rows shaped like the table of measurements: what a chip should reach on a model, and within what interval."""
