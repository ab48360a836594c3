"""体检 in the window; loaded when it is first shown, because its rules take half a second."""
