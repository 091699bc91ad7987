using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AiCloudSecurity.CloudFake;

// Cloud Storage and Compute Engine, whose interfaces are older than Google's rules for the others: no masks, no colons, and operations of their own.
public sealed partial class GcpFake
{
    private const string Buckets = "storage/v1/b/";
    private const string Machines = "compute/v1/";

    private GcpAnswer Storage(string method, string path, IQueryCollection query, JsonNode? body)
    {
        var (name, isPolicy) = path[Buckets.Length..].Split('/') switch { [var bucket] => (bucket, false), [var bucket, "iam"] => (bucket, true), _ => ("", false) };
        if (Find(name, "storage.googleapis.com") is not { } found)
        {
            return NotFound(name);
        }
        if (Missing($"storage.buckets.{(method == "GET" ? "get" : isPolicy ? "set" : "update")}{(isPolicy ? "IamPolicy" : "")}", name) is { } missing)
        {
            return missing;
        }
        if (isPolicy)
        {
            return Policy(name, "storage.googleapis.com", method == "GET" ? "getIamPolicy" : "setIamPolicy", body is null ? null : new JsonObject { ["policy"] = body.DeepClone(), ["updateMask"] = "*" });
        }
        var data = found["data"]!.AsObject();
        var generation = (string?)(data["metageneration"] ??= "1");
        if (method != "GET")
        {
            if (query["ifMetagenerationMatch"].FirstOrDefault() is { } asked && asked != generation)
            {
                return GcpAnswer.Error(412, "FAILED_PRECONDITION", "At least one of the pre-conditions you specified did not hold.");
            }
            Merge(data, body!.AsObject());
            data["metageneration"] = (long.Parse(generation!, CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
        }
        return new(200, data.DeepClone());
    }

    private GcpAnswer Compute(string method, string path, JsonNode? body)
    {
        const string Access = "/setPrivateIpGoogleAccess";
        var (name, isAccess) = path.EndsWith(Access, StringComparison.Ordinal) ? (path[Machines.Length..^Access.Length], true) : (path[Machines.Length..], false);
        if (_operations.TryGetValue(name, out var operation))
        {
            return Missing($"compute.{(name.Contains("/regions/", StringComparison.Ordinal) ? "region" : "global")}Operations.get", name) ?? new(200, operation.DeepClone());
        }
        if (Find(name, "compute.googleapis.com") is not { } found)
        {
            return NotFound(name);
        }
        var collection = name.Split('/')[^2];
        if (Missing($"compute.{collection}.{(method == "GET" ? "get" : isAccess ? Access[1..] : "update")}", name) is { } missing)
        {
            return missing;
        }
        // A rule is a part of its network's.
        if (method != "GET" && collection == "firewalls" && Missing("compute.networks.updatePolicy", name) is { } ofNetwork)
        {
            return ofNetwork;
        }
        var data = found["data"]!.AsObject();
        if (method == "GET")
        {
            return new(200, data.DeepClone());
        }
        Merge(data, body!.AsObject());
        // It goes on at first.
        var id = $"operation-{Guid.NewGuid():N}";
        JsonObject going = new() { ["kind"] = "compute#operation", ["name"] = id, ["status"] = "RUNNING" };
        if (name.Split('/') is ["projects", _, "regions", var region, ..])
        {
            going["region"] = $"https://www.googleapis.com/compute/v1/{string.Join('/', name.Split('/')[..4])}";
        }
        var done = going.DeepClone().AsObject();
        done["status"] = "DONE";
        _operations[$"{string.Join('/', name.Split('/')[..(going.ContainsKey("region") ? 4 : 3)])}/operations/{id}"] = done;
        return new(200, going);
    }

    // What is sent is merged into what is there, and null removes.
    private static void Merge(JsonObject into, JsonObject from)
    {
        foreach (var (member, value) in from)
        {
            if (value is JsonObject inner && into[member] is JsonObject known)
            {
                Merge(known, inner);
            }
            else if (value is null)
            {
                into.Remove(member);
            }
            else
            {
                into[member] = value.DeepClone();
            }
        }
    }

    // A key that is taken says nothing of being disabled.
    private GcpAnswer Switch(string name, string verb)
    {
        if (Find(name, "iam.googleapis.com") is not { } key)
        {
            return NotFound(name);
        }
        var data = key["data"]!.AsObject();
        data.Remove("disabled");
        if (verb == "disable")
        {
            data["disabled"] = true;
        }
        return new(200, new JsonObject());
    }

    // What is intended of a detector holds; what is inherited is what held before anything was intended.
    private static void Intend(JsonObject resource)
    {
        var data = resource["data"]!.AsObject();
        if ((string?)resource["type"] != "securitycentermanagement.googleapis.com/SecurityCenterService")
        {
            return;
        }
        if ((string?)data["intendedEnablementState"] is { } intended and not "INHERITED")
        {
            resource["inherited"] ??= data["effectiveEnablementState"]?.DeepClone();
            data["effectiveEnablementState"] = intended;
        }
        else if (resource["inherited"] is { } inherited)
        {
            data["effectiveEnablementState"] = inherited.DeepClone();
            resource.Remove("inherited");
        }
    }
}
