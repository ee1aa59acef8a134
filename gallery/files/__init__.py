"""Files on their way: served by signed links or after a check of who asks, moved into quarantine and back."""
