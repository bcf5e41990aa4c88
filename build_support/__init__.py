"""What the build needs and the package does not: Node, the page's bundle, the fonts."""
