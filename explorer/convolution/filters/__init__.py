"""Classic filters: named kernels, fast cross-correlation, chains of filters, and which of them a kernel resembles."""
