"""What Risk answers with: frozen results, the JSON contract, and what figures draw.

`company` is the firm's code, `company_id` the row's id. None is unknown, with a note.
"""
