"""IAM's decisions: policies evaluated for every request where ENFORCE_IAM=1, and by SimulatePrincipalPolicy."""
