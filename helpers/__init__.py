"""What the notebooks share: tables, then measures, then figures and text."""
