#!/usr/bin/env python3
"""Makes aws-actions.txt, the facts about the actions of AWS's AI services.

    python3 make-actions.py aws-ai-actions.json aws-ai-ops.json > aws-actions.txt

The first file has what the service authorization reference says of each action (access level, resource types,
condition keys), the second what the botocore models say of each operation (which take a role, write to a bucket, take
a key or a network). What we judge by these facts is not here: AiActions.cs and RoleSinks.cs.
"""
import json
import sys

# Operations of these models are actions of another prefix.
PREFIX = {
    "sagemaker-runtime": "sagemaker", "sagemaker-featurestore-runtime": "sagemaker", "bedrock-agent": "bedrock",
    "bedrock-runtime": "bedrock", "bedrock-agent-runtime": "bedrock", "bedrock-agentcore-control": "bedrock-agentcore",
    "bedrock-data-automation": "bedrock", "bedrock-data-automation-runtime": "bedrock", "lexv2-models": "lex",
    "lex-models": "lex", "qconnect": "wisdom",
}
# These have no action of their own: they need that of another operation.
ACTION = {"bedrock:StartAsyncInvoke": "bedrock:InvokeModel"}
# "role" is who speaks in a chat here.
NO_ROLE = {"bedrock-agentcore:InvokeHarness"}
TRAITS = {"passRoleSinks": "r", "s3OutputSinks": "s", "kmsOps": "k", "vpcOps": "v"}


def traits(operations):
    found = {}
    for kind, letter in TRAITS.items():
        for model, names in operations[kind].items():
            for name in names:
                action = f"{PREFIX.get(model, model)}:{name}"
                if letter == "r" and action in NO_ROLE:
                    continue
                found.setdefault(ACTION.get(action, action), set()).add(letter)
    return found


def main():
    services = json.load(open(sys.argv[1], encoding="utf-8"))
    of = traits(json.load(open(sys.argv[2], encoding="utf-8")))
    print("# Made by make-actions.py. @ service; = resource type and ARN (~ is arn:${Partition}:service:${Region}:${Account}:);")
    print("# ? condition key; then each action with its access level (List, Read, Write, Tagging, Permissions), the numbers of")
    print("# its resource types and of its condition keys, and what the operation takes: r role, s bucket to write to, k key, v network.")
    for service, facts in services.items():
        print(f"@{service}")
        own = "arn:${Partition}:" + service + ":${Region}:${Account}:"
        types = sorted({resource for action in facts["actions"].values() for resource in action["resources"]})
        keys = sorted({key for action in facts["actions"].values() for key in action["conditions"]})
        for name in types:
            arn = facts["resources"][name]
            print(f"={name} {'~' + arn[len(own):] if arn.startswith(own) else arn}")
        for key in keys:
            print(f"?{key}")
        for name, action in sorted(facts["actions"].items()):
            resources = ",".join(str(types.index(resource)) for resource in action["resources"]) or "-"
            conditions = ",".join(str(keys.index(key)) for key in action["conditions"]) or "-"
            marks = "".join(sorted(of.pop(f"{service}:{name}", ()))) or "-"
            print(f"{name} {action['level'][0]} {resources} {conditions} {marks}")
    for action in sorted(of):
        print(f"{action}: no such action", file=sys.stderr)


main()
