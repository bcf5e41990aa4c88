"""From files to typed objects: descriptors, recipes, tables, the catalogue."""
