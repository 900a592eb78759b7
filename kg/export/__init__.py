"""The graph and its tables in other tools' formats."""

from __future__ import annotations

from kg.export.files import FORMATS, export, save
from kg.export.record import article_record, record

__all__ = ["FORMATS", "article_record", "export", "record", "save"]
