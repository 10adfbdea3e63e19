"""What leaves the workbench on paper or in a file: blocks, and what prints them."""
