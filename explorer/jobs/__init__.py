"""Jobs that survive: submitted by pages, kept by DBOS in a database, supervised by workers, run by child processes."""
