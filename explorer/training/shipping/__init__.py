"""The networks that come with the app: how they are trained, measured and packed into ``explorer/networks/bundled``."""
