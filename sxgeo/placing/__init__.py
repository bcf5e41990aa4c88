"""Tables of positions placed in administrative units: exact, streaming, from ten rows to 10^11."""
