"""The commands: checking, the workbook, drafting, grants data, running notebooks, building pages."""
