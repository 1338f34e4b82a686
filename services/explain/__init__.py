"""Every number explains itself: an id for each figure, and from it the way down to rows of files.

A figure's id is its key (`keys.FigureKey`), signed: which measure of which funds, on which days,
counted how. There is no table behind it, and it grants nothing: who asks must see the module and
the funds.

A module adds its figures in three places, all named after it:

- `explain/<module>/` holds its families. A family is a code for the ids and a ground: facts of one
  scope that can name a figure (`named`: the value, from the module's own service) and take it
  apart (`told`: formula with numbers, inputs, the rows, and the figure counted a second time from
  the rows, by plain arithmetic). Metrics are entries of a table of recipes; most are one line, such
  as `ratio(("distributions", "nav"), "paid_in")` or `summed(rows_of)`.
- `families.FAMILIES` lists its families.
- `naming.NAMERS` has one entry per result type: which keys of the answer are which figures. Pages
  and the API find the ids in `meta.figures` then.

A module whose answers hold many numbers declares one `answers.Explained` instead, in
`families.MODULES`: its service, the facts that its recipes read, and for each answer a table of
recipes by the pattern of a number's path, such as `rankings[*].composite_score`. Naming, looking up
and the ids follow from the paths (`paths.spots`); a recipe only counts again and names its rows.
"""

from services.explain.keys import FigureIds, FigureKey, figure_ids
from services.explain.service import ExplainService

__all__ = ["ExplainService", "FigureIds", "FigureKey", "figure_ids"]
