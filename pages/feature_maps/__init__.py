"""*Feature maps*: a photo through a network, the maps of a layer, two networks compared, top patches, history."""
