"""Links that open pictures to people without an account, and what is served through them."""
