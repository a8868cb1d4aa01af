"""How things look: Chinese wording, tables on a terminal, and tsv, json, csv and md for everything else."""
