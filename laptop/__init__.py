"""The laptop: the whole of Daylake on one machine, as processes, without Docker and without an AWS account."""
