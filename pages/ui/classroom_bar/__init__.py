"""The bar above every page while one is in the room of a class, and how a class is moved from page to page."""
