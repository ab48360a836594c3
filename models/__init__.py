"""What is recorded and what is true of it: no Qt and no Matplotlib in this room."""
