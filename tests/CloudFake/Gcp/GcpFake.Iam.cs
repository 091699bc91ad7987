using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace AiCloudSecurity.CloudFake;

// Deny policies, whose names hold the escaped name of what they are attached to; and whom a boundary binds.
public sealed partial class GcpFake
{
    private const string DenyPolicy = "iam.googleapis.com/DenyPolicy";
    private const string Attached = "policies/cloudresourcemanager.googleapis.com/";

    private GcpAnswer DenyPolicies(string name, IQueryCollection query)
    {
        var (node, id) = name[Attached.Length..].Split("/denypolicies") is [var attachedTo, var rest] ? (Named(attachedTo), rest.TrimStart('/')) : ("", "");
        var own = Sorted().Where(resource => (string?)resource["type"] == DenyPolicy).Select(resource => resource["data"]!.AsObject())
            .Where(policy => Named(Uri.UnescapeDataString(((string)policy["name"]!).Split('/')[1])[(Attached.Length - "policies/".Length)..]) == node).ToList();
        if (id.Length > 0)
        {
            return Missing("iam.denypolicies.get", name) ?? (own.Find(policy => ((string)policy["name"]!).EndsWith("/" + id, StringComparison.Ordinal)) is { } found ? new(200, found.DeepClone()) : NotFound(name));
        }
        // A list says which there are, and leaves out what they deny.
        return Missing("iam.denypolicies.list", name) ?? Page([.. own.Select(policy => (JsonNode)new JsonObject(policy.Where(member => member.Key != "rules").Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone()))))], "policies", query);
    }

    private GcpAnswer Bindings(string policy, IQueryCollection query) =>
        Page([.. Sorted().Where(resource => (string?)resource["type"] == "iam.googleapis.com/PolicyBinding" && (string?)resource["data"]!["policy"] == policy).Select(resource => resource["data"]!.DeepClone())], "policyBindings", query);

    private GcpAnswer? Missing(string permission, string name)
    {
        if (Allows(permission))
        {
            return null;
        }
        Refusals.Enqueue(permission);
        return GcpAnswer.Error(403, "PERMISSION_DENIED", $"Permission '{permission}' denied on resource '{name}' (or it may not exist).", "IAM_PERMISSION_DENIED");
    }
}
