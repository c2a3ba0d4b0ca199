"""Random changes of training pictures, a batch at a time: geometry, colour, CIFAR-10's recipe, and a preview."""
