"""What every part leans on: the contract of commands, doctor's checks, the doorbell, clocks, ids, logs."""
