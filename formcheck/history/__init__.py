"""Sessions in a database: written as they go, looked back on, exported, deleted for good."""

from formcheck.errors import HistoryError
from formcheck.history.recording import save_checked
from formcheck.history.records import (
    BounceRecord,
    CheckRecord,
    EpisodeRecord,
    HoldRecord,
    NewSession,
    PainStop,
    PenaltyRecord,
    Profile,
    RepetitionRecord,
    SessionRecord,
    StretchRecord,
)
from formcheck.history.store import History
from formcheck.history.transfer import export_all, import_all
from formcheck.history.writer import SessionWriter

__all__ = [
    "BounceRecord",
    "CheckRecord",
    "EpisodeRecord",
    "History",
    "HistoryError",
    "HoldRecord",
    "NewSession",
    "PainStop",
    "PenaltyRecord",
    "Profile",
    "RepetitionRecord",
    "SessionRecord",
    "SessionWriter",
    "StretchRecord",
    "export_all",
    "import_all",
    "save_checked",
]
