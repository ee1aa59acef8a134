"""Evidence for one picture: a ZIP that says who made what, with which words, at which price, and proves itself."""
