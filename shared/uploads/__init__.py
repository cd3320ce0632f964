"""Files of strangers: judged by their content in a process of its own, scanned, kept, handed out; one way for all."""
