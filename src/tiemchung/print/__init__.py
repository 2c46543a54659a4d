"""Paper: PDF documents typeset by typst from plain values.

A document is a Struct of values ready to be shown (dates as `date`, counts as `int`, all else as
Vietnamese text), a template beside it, and a function that takes a `Press` and returns the PDF. No
text of a person ever becomes part of a template, so nothing in a name can be executed.
"""
