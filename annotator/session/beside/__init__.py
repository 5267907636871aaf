"""How work goes on beside the window: in slices, in threads, in processes of their own."""
