"""EMR whose clusters run: bootstrap actions, a Spark standalone cluster, steps, logs and an end without orphans."""
