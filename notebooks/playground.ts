// An empty notebook: the cells are the reader's.
