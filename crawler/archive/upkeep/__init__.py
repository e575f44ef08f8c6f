"""What is done to an archive as a whole: checked, thinned, articles written over."""
