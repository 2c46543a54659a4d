"""Vaccine: products, lots and their state, allocation on paper, and the movements of stock.

Tables: product, lot, lot_state, allocation_round, allocation_decision, allocation_line,
stock_movement. Kinds of a site: stock_received, stock_issued, stock_returned, stock_adjusted,
stock_voided. Allocated, issued, received and used are four figures, each with its document.
"""
