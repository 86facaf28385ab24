"""Every letter is a row before it is sent, and is sent from that row: once, later when it must, visibly given up else."""
