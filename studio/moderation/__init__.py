"""What is decided about a request before it costs anything, and what its person reads of every end.

    judging     the prompt rules say: run, hold, refuse     (the rules themselves: gallery.judging)
    screening   the gateway's own check of the words, asked by a worker
    holding     a run that waits for a look: held, released, refused, taken back
    reasons     the sentence and the next step for whatever was held, refused or failed

The moderators' pages over it are in studio.held.
"""
