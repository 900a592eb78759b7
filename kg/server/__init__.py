"""The graph behind HTTP: SPARQL for tools, named questions for programs, pages for people."""
