"""What LP Reporting answers with: frozen results, the JSON contract, and what figures draw.

`lp` is the firm's code of an investor, `lp_id` the row's id. None is unknown, with a note.
"""
