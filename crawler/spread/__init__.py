"""One way to spread reading: spans of records over processes of this machine, or a cluster's."""
