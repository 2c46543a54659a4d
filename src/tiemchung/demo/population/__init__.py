"""A synthetic population: people, households, numbers and mistakes as a campaign meets them.

Nobody in it exists. `generate` yields any number of people in bounded memory, the same ones for the
same seed; `organisation_lists` writes their employers' Excel and CSV lists with the usual mistakes
and says beside them what is true, so that the reader of lists can be graded.
"""
