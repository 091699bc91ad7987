using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs;

/// <summary>Takes away what gives somebody a right: a policy that is attached or lies in a principal, a role assignment, a binding.</summary>
public static class GrantRevocation
{
    /// <summary>A wish that a grant is gone, with all that its policy or role gives.</summary>
    /// <param name="scope">The account, subscription or project.</param>
    /// <param name="principal">Who: an ARN, an object id, or a member, as <see cref="Iam.AiIamGrant.Principal"/>.</param>
    /// <param name="policy">The policy or role, as <see cref="Iam.AiIamGrant.Policy"/>.</param>
    /// <param name="statement">In Azure the assignment, in Google Cloud where the binding is, as <see cref="Iam.AiIamGrant.Statement"/>.</param>
    /// <exception cref="AiCloudException">It is not given in this account, subscription or project, or not by what can be taken away (ResourceNotFound).</exception>
    public static Wish Of(Scope scope, string principal, string policy, string statement)
    {
        ArgumentNullException.ThrowIfNull(scope);
        ArgumentNullException.ThrowIfNull(principal);
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(statement);
        var breaks = $"{Display.Safe(principal)} loses all that {Display.Safe(policy)} gives, not only what AI is about.";
        switch (scope.Cloud)
        {
            case Cloud.Azure when statement.StartsWith($"/subscriptions/{scope.Id}/", StringComparison.OrdinalIgnoreCase) && statement.Contains("/roleAssignments/", StringComparison.OrdinalIgnoreCase):
                return Wished(Azure.AccessSettings.RoleAssignment, statement, ArmSetting.Key(statement), "Microsoft.Authorization/roleAssignments", _ => null);
            case Cloud.Gcp when statement.StartsWith("//", StringComparison.Ordinal) || statement.Split('/') is ["projects", _]:
                var attached = statement.StartsWith("//", StringComparison.Ordinal) ? statement : $"//cloudresourcemanager.googleapis.com/{statement}";
                return Wished(Gcp.PolicySettings.Iam, attached, new() { ["resource"] = attached }, "cloudasset.googleapis.com/IamPolicy", Gcp.PolicySettings.Without(role => role == policy, member => member == principal),
                    GcpIdentity.RegionOf(GcpIdentity.After(attached, "locations")));
            case Cloud.Aws when HolderOf(principal, policy) is var (kind, name, held):
                return Wished(Aws.AccessSettings.HeldPolicy, principal, new() { ["Kind"] = kind, ["Name"] = name, ["PolicyName"] = held }, $"AWS::IAM::{kind}", _ => null);
            default:
                throw new AiCloudException(ErrorId.ResourceNotFound,
                    $"What {Display.Safe(policy)} gives {Display.Safe(principal)} is not given in {Display.Safe(scope.Id)} itself ({Display.Safe(statement)}), or by the policy of a resource: take it away where it is given.", principal);
        }

        Wish Wished(Setting setting, string id, JsonObject key, string type, Func<JsonObject?, JsonObject?> after, string? region = null) =>
            new(setting, new(scope.Id, scope.Partition, region ?? ResourceIdentity.Global, id, key.ToJsonString()), type, principal, after, breaks);
    }

    // "name (group developers)" is held by the group.
    private static (string Kind, string Name, string Policy)? HolderOf(string principal, string policy)
    {
        const string Group = " (group ";
        if (policy.EndsWith(')') && policy.LastIndexOf(Group, StringComparison.Ordinal) is > 0 and var at)
        {
            return ("Group", policy[(at + Group.Length)..^1], policy[..at]);
        }
        return principal.Split(':') is ["arn", _, "iam", _, _, var path] && path.Split('/') is [var kind and ("role" or "user" or "group"), .., var name]
            ? ($"{char.ToUpperInvariant(kind[0])}{kind[1..]}", name, policy) : null;
    }
}
