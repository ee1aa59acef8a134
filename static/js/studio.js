/* The studio: composer, panel, feed. */
