"""One file a command: arguments in, sentences out."""
