"""PDF/A papers from typst templates, with fonts that come along and text that they can show."""
