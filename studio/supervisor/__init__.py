"""`make run`: broker, sandbox gateway, web, three workers and beat under one parent that restarts what dies."""
