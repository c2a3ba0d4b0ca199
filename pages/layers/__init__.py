"""*Layers*: what the layers between convolutions do, one tab for each."""
