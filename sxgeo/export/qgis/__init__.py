"""Styles and projects as QGIS 3.22 and later read them, written without QGIS."""
