"""What builds the models and the sample videos; not installed with formcheck."""
