"""Pictures made here from a kept one: crops, extended canvases, masks."""
