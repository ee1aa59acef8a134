"""What people put around pictures: boards, tags, ratings, picks, projects."""
