"""From a graph to an ``nn.Module`` and back: assembly, and tracing of torchvision's networks through ``torch.fx``."""
