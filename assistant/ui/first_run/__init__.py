"""What stands in the place of an empty conversation before there is a model: doors to one."""
