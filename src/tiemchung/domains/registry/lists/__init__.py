"""Reading the lists of people that organisations, wards, schools and hospitals send.

`read_list` turns the bytes of an Excel or CSV file into rows and problems, each with sheet, row,
column and what to do; `corrected_workbook` gives the same rows back with the problems marked, and
`template_workbook` is the blank list. Pure: nothing here knows the database.
"""
