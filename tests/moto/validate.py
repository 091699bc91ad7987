"""Holds what the C# side says about AWS to botocore's models.

  validate.py < answers.jsonl      each line {"service", "operation", "answer"}: is the answer of the operation's shape?
  validate.py --shown < answers... the same, where moto may leave out what AWS always sends
  validate.py --routes < r.json    a list of {"Service", "Operation", "Method", "Uri"}: is that how the operation is asked for?
  validate.py --operations < names lines of service:operation: do they exist?

Prints what is wrong, one line each, and exits with 1.
"""
import json
import sys

import botocore.exceptions
import botocore.session

SHOWN_ONLY = "--shown" in sys.argv
SESSION = botocore.session.get_session()
MODELS = {}


def operation_model(service, operation):
    if service not in MODELS:
        MODELS[service] = SESSION.get_service_model(service)
    return MODELS[service].operation_model(operation)


def wire_name(shape, name):
    """The name that a member has in the body, where the model gives it another than its own."""
    return shape.members[name].serialization.get("name", name)


def problems(shape, value, path):
    """What is wrong with a JSON value of that shape."""
    if value is None:
        return
    kind = shape.type_name
    if kind == "structure":
        # A document is JSON of any shape.
        if getattr(shape, "is_document_type", False):
            return
        if not isinstance(value, dict):
            yield f"{path}: an object is expected, not {type(value).__name__}"
            return
        members = {wire_name(shape, name): member for name, member in shape.members.items()}
        for name, inner in value.items():
            if name not in members:
                yield f"{path}.{name}: unknown member"
            else:
                yield from problems(members[name], inner, f"{path}.{name}")
        for name in [] if SHOWN_ONLY else shape.required_members:
            # Models call the token of a last page required, and services leave it out.
            if name != "NextToken" and shape.members[name].serialization.get("location") in (None, "uri") and wire_name(shape, name) not in value:
                yield f"{path}.{name}: required, and absent"
    elif kind == "list":
        if not isinstance(value, list):
            yield f"{path}: a list is expected, not {type(value).__name__}"
            return
        for i, inner in enumerate(value):
            yield from problems(shape.member, inner, f"{path}[{i}]")
    elif kind == "map":
        if not isinstance(value, dict):
            yield f"{path}: a map is expected, not {type(value).__name__}"
            return
        for key, inner in value.items():
            yield from problems(shape.value, inner, f"{path}[{key}]")
    elif kind in ("string", "character", "blob"):
        if not isinstance(value, str):
            yield f"{path}: a string is expected, not {type(value).__name__}"
    elif kind == "boolean":
        if not isinstance(value, bool):
            yield f"{path}: a boolean is expected, not {type(value).__name__}"
    elif kind in ("integer", "long"):
        if isinstance(value, bool) or not isinstance(value, int):
            yield f"{path}: a whole number is expected, not {type(value).__name__}"
    elif kind in ("float", "double"):
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            yield f"{path}: a number is expected, not {type(value).__name__}"
    elif kind == "timestamp":
        if isinstance(value, bool) or not isinstance(value, (int, float, str)):
            yield f"{path}: a time is expected, not {type(value).__name__}"
    # An enumeration is not closed: services add values without asking.


def answers(lines):
    for line in filter(str.strip, lines):
        row = json.loads(line)
        name = f"{row['service']}:{row['operation']}"
        try:
            shape = operation_model(row["service"], row["operation"]).output_shape
        except (botocore.exceptions.UnknownServiceError, botocore.model.OperationNotFoundError) as unknown:
            yield f"{name}: {unknown}"
            continue
        answer = row["answer"]
        if isinstance(answer, str):
            answer = json.loads(answer) if answer.strip() else {}
        if shape is None:
            if answer:
                yield f"{name}: no body is expected"
            continue
        # A structure that is the payload is the body itself.
        payload = shape.serialization.get("payload")
        yield from problems(shape.members[payload] if payload else shape, answer, name)


def routes(text):
    for route in json.loads(text):
        name = f"{route['Service']}:{route['Operation']}"
        try:
            http = operation_model(route["Service"], route["Operation"]).http
        except (botocore.exceptions.UnknownServiceError, botocore.model.OperationNotFoundError) as unknown:
            yield f"{name}: {unknown}"
            continue
        if (http["method"], http["requestUri"]) != (route["Method"], route["Uri"]):
            yield f"{name}: {http['method']} {http['requestUri']} is right, not {route['Method']} {route['Uri']}"


def operations(lines):
    for name in filter(None, map(str.strip, lines)):
        service, _, operation = name.partition(":")
        try:
            operation_model(service, operation)
        except (botocore.exceptions.UnknownServiceError, botocore.model.OperationNotFoundError) as unknown:
            yield f"{name}: {unknown}"


if __name__ == "__main__":
    if "--routes" in sys.argv:
        found = list(routes(sys.stdin.read()))
    elif "--operations" in sys.argv:
        found = list(operations(sys.stdin))
    else:
        found = list(answers(sys.stdin))
    print("\n".join(found) if found else "ok")
    sys.exit(1 if found else 0)
