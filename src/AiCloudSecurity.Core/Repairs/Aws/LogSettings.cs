using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Aws;

/// <summary>Settings of log groups.</summary>
internal static class LogSettings
{
    // Kinds that mean a person, and kinds that open doors; each is "data-identifier/…" of AWS.
    private static readonly string[] s_identifiers =
        ["Address", "AwsSecretKey", "CreditCardExpiration", "CreditCardNumber", "CreditCardSecurityCode", "EmailAddress", "Name", "OpenSshPrivateKey", "PgpPrivateKey", "PkcsPrivateKey", "PuttyPrivateKey"];

    /// <summary>How long a group keeps logs, and the key that encrypts it.</summary>
    public static readonly AwsSetting Group = new()
    {
        Name = "aws/logs/LogGroup",
        Service = "logs",
        Get = "DescribeLogGroups",
        GetInput = key => new() { ["logGroupNamePrefix"] = key["logGroupName"]!.DeepClone() },
        // A prefix may be the start of other names.
        State = (answer, place) => (answer["logGroups"] as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(group => group.Text("logGroupName") == place.Names().Text("logGroupName"))?.Pick("retentionInDays", "kmsKeyId"),
        Writes = ["PutRetentionPolicy", "DeleteRetentionPolicy", "AssociateKmsKey", "DisassociateKmsKey"],
        Calls = Write,
    };

    /// <summary>What a group does about sensitive data: the document, as text.</summary>
    public static readonly AwsSetting DataProtection = new()
    {
        Name = "aws/logs/DataProtectionPolicy",
        Service = "logs",
        Get = "GetDataProtectionPolicy",
        None = ["ResourceNotFoundException"],
        State = (answer, _) => answer.Text("policyDocument").Length > 0 ? answer.Pick("policyDocument") : null,
        Put = "PutDataProtectionPolicy",
        Delete = "DeleteDataProtectionPolicy",
    };

    /// <summary>The request's member that names a group.</summary>
    public static JsonObject Key(string name) => new() { ["logGroupName"] = name };

    /// <summary>A document that masks what means a person or opens doors.</summary>
    public static string Masking(string partition)
    {
        JsonArray Identifiers() => [.. s_identifiers.Select(name => JsonValue.Create($"arn:{partition}:dataprotection::aws:data-identifier/{name}"))];
        return new JsonObject
        {
            ["Name"] = "AiCloudSecurity",
            ["Version"] = "2021-06-01",
            ["Statement"] = new JsonArray(
                new JsonObject { ["Sid"] = "Audit", ["DataIdentifier"] = Identifiers(), ["Operation"] = new JsonObject { ["Audit"] = new JsonObject { ["FindingsDestination"] = new JsonObject() } } },
                new JsonObject { ["Sid"] = "Mask", ["DataIdentifier"] = Identifiers(), ["Operation"] = new JsonObject { ["Deidentify"] = new JsonObject { ["MaskConfig"] = new JsonObject() } } }),
        }.ToJsonString();
    }

    private static IEnumerable<(string, JsonObject)> Write(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed)
    {
        foreach (var (member, put, delete) in new[] { ("retentionInDays", "PutRetentionPolicy", "DeleteRetentionPolicy"), ("kmsKeyId", "AssociateKmsKey", "DisassociateKmsKey") })
        {
            if (!changed.Contains(member) || States.Same(state?[member], wanted?[member]))
            {
                continue;
            }
            var input = place.Names();
            if (wanted?[member] is { } value)
            {
                input[member] = value.DeepClone();
                yield return (put, input);
            }
            else
            {
                yield return (delete, input);
            }
        }
    }
}
