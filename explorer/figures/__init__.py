"""Pictures of networks, maps and numbers: data in, drawing instructions or Plotly figures out."""
