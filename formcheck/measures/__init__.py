"""`PoseFrame` to named angles with error: geometry, view, position, filters, oscillation."""
