"""Where surfaces and optimizers meet: an experiment is one frozen value that everything else derives from."""
