"""Finding places in an article and in the project, and acting on all of them."""
