"""Finding in the article and in the project, the concordance, and acts on all places."""
