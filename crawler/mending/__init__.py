"""A site file whose facts fit its pages no longer: since when, and what would fit."""
