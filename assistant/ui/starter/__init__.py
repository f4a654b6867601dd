"""What the window says of the starter model, and the way to a bigger one."""
