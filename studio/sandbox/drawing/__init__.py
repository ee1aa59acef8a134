"""The sandbox's pictures: six families, chosen by words in the prompt, seeded by prompt and seed."""
