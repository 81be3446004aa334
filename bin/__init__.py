"""The commands of the house: run it, test it, keep its translations."""
