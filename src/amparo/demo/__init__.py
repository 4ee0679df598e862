"""An invented programme with a year of believable life: for trying Amparo, for screenshots, for measuring.

Nobody in it exists. Names, numbers and courts are made up here, from a fixed seed.
"""
