"""One convolution cell by cell: set up, counted out, written into a link, exported as animation or torch code."""
