"""What the data means: layers, boundaries, symbology, the scene. No file format, no drawing library."""
