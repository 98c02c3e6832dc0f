"""Reading and writing video and photos, and drawing the overlay."""
