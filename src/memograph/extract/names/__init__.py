"""Where names stand and of what type. `finder.NameFinder` is the way in."""
