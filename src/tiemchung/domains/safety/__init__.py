"""Adverse events following immunisation: alert, grade, treatment, transfer, and lot holds.

Tables: reaction. Kind: reaction_reported.
"""
