"""Holds commands against the vendors' own command lines.

Reads commands, each a line with its words as JSON, and writes for each null, or what is wrong with it: aws by its parser
and botocore's models, gcloud by the tree of commands that comes with it. Nothing is sent. What stands in a file and words
in capitals are a person's to say, and are taken for right.
"""
import argparse
import glob
import importlib.util
import json
import os
import re
import shutil
import sys


def aws_checker():
    from awscli.clidriver import create_clidriver
    from botocore.validate import ParamValidator

    services = create_clidriver()._get_command_table()
    tables = {}
    no_globals = argparse.Namespace(cli_binary_format=None, region=None, debug=False)

    def check(words):
        service, name = words[:2]
        if service not in services:
            return f"no service {service}"
        if service not in tables:
            tables[service] = services[service]._get_command_table()
        if name == "wait":
            waiters = tables[service]["wait"].subcommand_table
            return None if words[2] in waiters else f"no waiter {words[2]}"
        if name not in tables[service]:
            return f"no command {service} {name}"
        operation = tables[service][name]
        arguments = operation.arg_table
        parser = operation._create_operation_parser(arguments)
        parser.error = refuse
        words = words[2:]
        if "--region" in words:
            at = words.index("--region")
            words = words[:at] + words[at + 2:]
        try:
            parsed, rest = parser.parse_known_args(words)
            if rest:
                return f"no options {rest}"
            in_files = set()
            for key, argument in arguments.items():
                value = getattr(parsed, argument.py_name, None)
                first = value[0] if isinstance(value, list) and value else value
                if isinstance(first, str) and first.startswith("file"):
                    setattr(parsed, argument.py_name, None)
                    in_files.add(getattr(argument, "_serialized_name", key))
            params = operation._build_call_parameters(parsed, arguments, no_globals)
        except Exception as wrong:
            return f"{type(wrong).__name__} {wrong}"
        shape = operation._operation_model.input_shape
        if shape is None:
            return None
        said = []
        for reason, path, about in ParamValidator().validate(params, shape)._errors:
            lacks = about.get("required_name")
            absent = path == "" and (lacks in in_files or lacks and shape.members[lacks].metadata.get("idempotencyToken"))
            if reason in ("unknown field", "invalid type", "missing required field") and not absent and "None" != str(about.get("param")):
                said.append(f"{reason} {path} {lacks or about.get('unknown_param') or about.get('param')}")
        said += enums(shape, params)
        return "; ".join(said) or None

    def refuse(message):
        raise ValueError(message)

    def enums(shape, value):
        if shape.type_name == "structure" and isinstance(value, dict):
            return [bad for key, inner in value.items() if key in shape.members for bad in enums(shape.members[key], inner)]
        if shape.type_name in ("list", "map") and value:
            inner = shape.member if shape.type_name == "list" else shape.value
            return [bad for one in (value if isinstance(value, list) else value.values()) for bad in enums(inner, one)]
        allowed = getattr(shape, "enum", None)
        if shape.type_name == "string" and allowed and value not in allowed and not re.fullmatch(r"[A-Z_]+|\{[A-Za-z.]+\}", str(value)):
            return [f"{shape.name} is never {value}"]
        return []

    return check


def gcloud_checker():
    tool = shutil.which("gcloud")
    trees = [] if tool is None else [path for root in {os.path.dirname(os.path.dirname(os.path.realpath(tool))), "/usr/lib/google-cloud-sdk"} for path in glob.glob(root + "/data/cli/gcloud_completions.py")]
    if not trees:
        return lambda words: None
    spec = importlib.util.spec_from_file_location("gcloud_completions", trees[0])
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)

    def check(words):
        node, depth = module.STATIC_COMPLETION_CLI_TREE, 0
        options = dict(node.get("flags", {}))
        while depth < len(words) and words[depth] in node.get("commands", {}):
            node = node["commands"][words[depth]]
            options.update(node.get("flags", {}))
            depth += 1
        if node.get("commands"):
            return f"no command {' '.join(words[:depth + 1])}"
        wrong = [word for word in words[depth:] if word.startswith("--") and word not in options]
        return f"no options {wrong}" if wrong else None

    return check


makers = {"aws": aws_checker, "gcloud": gcloud_checker}
checkers = {}
for line in sys.stdin:
    tool, *rest = json.loads(line)
    if tool in makers and tool not in checkers:
        checkers[tool] = makers[tool]()
    print(json.dumps(checkers[tool](rest) if tool in checkers else None))
