"""Papers of support: who helps whom, contacts of a period, a helper's plan and report, the sheet of a visit."""
