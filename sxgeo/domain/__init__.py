"""What the data means: layers, boundaries, symbology, the scene. No drawing library."""
