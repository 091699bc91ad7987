#!/usr/bin/env python3
"""Makes google-roles.txt, which of Google's own roles hold the permissions of GoogleActions.cs.

    python3 make-roles.py roles/ > google-roles.txt

The folder has a file for each role, as `gcloud iam roles describe --format=json` gives it. Only facts are kept: names of
roles and of the permissions that we ask about. A line is a role and, by their numbers, permissions; the first line has
the permissions.
"""
import json
import pathlib
import re
import sys

here = pathlib.Path(__file__).parent
wanted = sorted(set(re.findall(r'"([a-z]+(?:\.[A-Za-z]+){2})"', (here / "GoogleActions.cs").read_text())))
number = {permission: index for index, permission in enumerate(wanted)}
print(" ".join(wanted))
for path in sorted(pathlib.Path(sys.argv[1]).glob("*.json")):
    role = json.loads(path.read_text())
    held = sorted(number[permission] for permission in set(role.get("includedPermissions", [])) & set(wanted))
    print(role["name"].removeprefix("roles/"), ",".join(map(str, held)))
