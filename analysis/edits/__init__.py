"""What outlets changed after publishing."""
