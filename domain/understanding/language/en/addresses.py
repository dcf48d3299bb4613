"""Streets and what stands in an address."""

STREETS_APART = (
    r"street|st|road|rd|avenue|ave|lane|ln|drive|dr|court|ct|boulevard|blvd|way|place|pl|square|sq"
    r"|terrace|crescent|close|gardens|grove|highway|hwy|parkway|pkwy|mews|row|hill"
)
"""Words of their own after a street's name."""
STREETS_WITHIN = ""
"""Ends of words that are a street's name."""
STREETS_BEFORE = ""
"""Beginnings of names of streets that are several words."""
STREETS_SURE = r"street|st\.?|road|rd\.?|avenue|ave\.?|lane|boulevard|blvd\.?|terrace|crescent"
"""Those that are an address without a postcode."""
IN = "in"
"""Before a town."""
