"""People as the studio sees them: profile, groups and their rules, handing over; the forms of their pages."""
