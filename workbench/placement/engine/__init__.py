"""The engine: an assignment with capacities, its proof, and what a change does to it. It knows no fact of people."""
