"""Tools of the developers: converters, own linters, pictures."""
