"""The door of supply: allocations on paper, movements of stock, decisions on lots."""

from tiemchung.domains.supply.service.allocations import (
    CannotOpenRound,
    allocated_to,
    find_round,
    open_allocation_round,
    record_decision,
)
from tiemchung.domains.supply.service.lot_decisions import (
    CannotDecide,
    DecideLot,
    EnterLot,
    decide_lot,
    enter_lot,
)
from tiemchung.domains.supply.service.stock import (
    Act,
    Document,
    adjust_stock,
    hand_over,
    issue_to_session,
    receive_delivery,
    receive_hand_over,
    stock_book,
    stock_figures,
    stock_on_hand,
    take_back,
    void_movement,
    waiting_documents,
)

__all__ = [
    "Act",
    "CannotDecide",
    "CannotOpenRound",
    "DecideLot",
    "Document",
    "EnterLot",
    "adjust_stock",
    "allocated_to",
    "decide_lot",
    "enter_lot",
    "find_round",
    "hand_over",
    "issue_to_session",
    "open_allocation_round",
    "receive_delivery",
    "receive_hand_over",
    "record_decision",
    "stock_book",
    "stock_figures",
    "stock_on_hand",
    "take_back",
    "void_movement",
    "waiting_documents",
]
