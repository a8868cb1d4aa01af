"""Files in and out: plan files, and later the units' worksheets."""
