"""What members write about pictures."""
