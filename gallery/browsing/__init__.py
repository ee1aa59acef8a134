"""Lists of pictures as people walk through them: what is listed, filters, pages, neighbours."""
