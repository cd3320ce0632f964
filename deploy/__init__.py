"""How the four services are put on a machine: commands, compositions, profiles, images, the demo office."""
