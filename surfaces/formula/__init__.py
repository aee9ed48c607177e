"""Text typed by a stranger, safely made a surface: `reader` says what is taken, `typed` what comes of it."""
