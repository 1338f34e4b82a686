"""The four funds of the demonstration firm, oldest first."""

from services.demo.stories.fund_one import FUND_ONE
from services.demo.stories.fund_two import FUND_TWO
from services.demo.stories.fund_zero import FUND_ZERO
from services.demo.stories.pioneer import PIONEER
from services.demo.stories.story import Story

STORIES: tuple[Story, ...] = (PIONEER, FUND_ZERO, FUND_ONE, FUND_TWO)

__all__ = ["STORIES", "Story"]
