"""How tall the charts of Fund Performance are at least, and what they say when empty."""

HEIGHT = 236
TALL = 312
PATH_HEIGHT = 170
NOTHING = "nothing to draw yet"
X_HOVER = "%{y:.4f}x"
PERCENT_HOVER = "%{y:.2f} %"
MONEY_HOVER = "%{y:,.0f}"
