"""Team Operations: what it answers and how."""

from services.team_operations.service import TeamOperationsService

__all__ = ["TeamOperationsService"]
