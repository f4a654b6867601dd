"""What `inkstone doctor` looks at: each module finds things out about one part of the world."""
