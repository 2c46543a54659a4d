"""Messages to people: written as one part of GSM-7, sent by the worker through a gateway.

Tables: message, content. Knows no other domain: whoever has something to say asks it to send.
"""
