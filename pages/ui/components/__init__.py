"""What the browser draws for several pages: Python's side of the components in ``pages/web``, and charts."""
