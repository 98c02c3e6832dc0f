"""What builds the pose model bundles in `models/` from the published packages."""
