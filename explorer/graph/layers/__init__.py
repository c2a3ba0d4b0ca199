"""The kinds of layers: frozen data with torch's names and arguments, checked once; ``codes`` names them in a link."""
