"""What pages share: pickers, caches, components, text and how errors look."""
