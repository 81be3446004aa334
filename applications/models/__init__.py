"""Drafts, applications in their versions, what is asked about them, papers, permits, charges."""

from applications.models.application import Application, Condition, Question
from applications.models.charge import Charge
from applications.models.draft import Draft, Paper
from applications.models.permit import Ledger, Permit

__all__ = [
    "Application",
    "Charge",
    "Condition",
    "Draft",
    "Ledger",
    "Paper",
    "Permit",
    "Question",
]
