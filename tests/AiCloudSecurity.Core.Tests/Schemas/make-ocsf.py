"""Compiles the class Compliance Finding of OCSF into one JSON Schema.

    git clone --branch v1.5.0 https://github.com/ocsf/ocsf-schema
    python3 make-ocsf.py ocsf-schema > ocsf-compliance-finding.json

What is kept of the schema (Apache-2.0) are its facts: names, types, requirements and numbers. Every object that our
report writes is compiled; of the others only the name of the attribute is.
"""
import json
import pathlib
import sys

root = pathlib.Path(sys.argv[1])
WRITTEN = {"metadata", "product", "finding_info", "compliance", "remediation", "resource_details", "cloud", "account"}
PROFILES = {"cloud"}


def read(path):
    return json.loads((root / path).read_text())


dictionary = read("dictionary.json")
attributes, types = dictionary["attributes"], dictionary["types"]["attributes"]
objects = {file["name"]: file for file in map(json.loads, (path.read_text() for path in (root / "objects").glob("*.json")))}
events = {file["name"]: file for file in map(json.loads, (path.read_text() for path in (root / "events").rglob("*.json"))) if "name" in file}


def members(entity, entities):
    """The attributes of a class or object, its ancestors' and its profiles' among them."""
    found = members(entities[entity["extends"]], entities) if "extends" in entity and entity["extends"] in entities else {}
    own = dict(entity.get("attributes", {}))
    for include in own.pop("$include", []):
        profile = read(include)
        if profile["name"] in PROFILES:
            found = merged(found, profile["attributes"])
    return merged(found, own)


def merged(base, more):
    result = {name: dict(member) for name, member in base.items()}
    for name, member in more.items():
        if member.get("profile") and member["profile"] not in PROFILES:
            continue
        old = result.setdefault(name, {})
        enum = {**old.get("enum", {}), **member.get("enum", {})}
        old.update(member)
        if enum:
            old["enum"] = enum
    return result


def value(name, member):
    about = attributes.get(name, {})
    kind = about.get("type", "string_t")
    if kind not in types:
        schema = {"$ref": f"#/definitions/{kind}"} if kind in WRITTEN else {"type": "object"}
    else:
        base = types[kind].get("type", kind)
        schema = {"type": {"string_t": "string", "integer_t": "integer", "long_t": "integer", "float_t": "number", "boolean_t": "boolean"}[base]} if base != "json_t" else {}
        enum = {**about.get("enum", {}), **member.get("enum", {})}
        if enum and base in ("integer_t", "long_t"):
            schema["enum"] = sorted(int(number) for number in enum)
    return {"type": "array", "items": schema} if about.get("is_array") else schema


def schema(found, extra=None):
    for name in [name for name, member in found.items() if "@deprecated" in member]:
        del found[name]
    return {
        "type": "object",
        "properties": {name: value(name, member) for name, member in sorted(found.items())},
        "required": sorted(name for name, member in found.items() if member.get("requirement") == "required"),
        "additionalProperties": False,
        **(extra or {}),
    }


finding = events["compliance_finding"]
root_schema = schema(members(finding, events))
root_schema["properties"]["class_uid"] = {"enum": [2003]}
root_schema["properties"]["category_uid"] = {"enum": [2]}
root_schema["properties"]["type_uid"] = {"enum": [200300, 200301, 200302, 200303, 200399]}
root_schema["definitions"] = {name: schema(members(objects[name], objects)) for name in sorted(WRITTEN)}
json.dump({"$schema": "http://json-schema.org/draft-07/schema#", "$comment": f"Facts of OCSF {read('version.json')['version']}, class compliance_finding, made by make-ocsf.py.", **root_schema}, sys.stdout, separators=(",", ":"))
print()
