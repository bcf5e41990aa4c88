"""`python -m sxgeo` is `sxgeo`."""

from sxgeo.cli import main

main()
