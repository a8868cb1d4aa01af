"""Print the lower bounds of the dependencies in a pyproject.toml as constraints for pip: name==lowest."""

import re
import sys
import tomllib
from pathlib import Path

project = tomllib.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))["project"]
wanted = [
    *project["dependencies"],
    *(each for extra in project["optional-dependencies"].values() for each in extra),
]
for line in wanted:
    bound = re.match(r"([A-Za-z0-9._-]+)>=([0-9.]+)", line)
    if bound:
        print(f"{bound[1]}=={bound[2]}")
