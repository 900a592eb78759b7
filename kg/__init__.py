"""Who belongs to which coalition, who met whom, and the sentence that says so."""

__version__ = "0.1.0"
