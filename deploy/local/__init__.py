"""The office on one machine without containers: what is checked first, which processes run, who starts them again."""
