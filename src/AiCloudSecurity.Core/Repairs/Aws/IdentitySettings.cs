using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Aws;

/// <summary>Settings of keys, credentials and policies.</summary>
internal static class IdentitySettings
{
    /// <summary>Whether KMS makes new key material every year.</summary>
    public static readonly AwsSetting KeyRotation = new()
    {
        Name = "aws/kms/KeyRotation",
        Service = "kms",
        Get = "GetKeyRotationStatus",
        State = (answer, _) => answer.Pick("KeyRotationEnabled"),
        Writes = ["EnableKeyRotation", "DisableKeyRotation"],
        Calls = (place, _, wanted, _) => [(wanted.Text("KeyRotationEnabled") is "true" or "True" ? "EnableKeyRotation" : "DisableKeyRotation", place.Names())],
    };

    /// <summary>Who may take a role: the document, as text.</summary>
    public static readonly AwsSetting TrustPolicy = new()
    {
        Name = "aws/iam/TrustPolicy",
        Service = "iam",
        Get = "GetRole",
        // AWS shows it encoded as in an address.
        State = (answer, _) => answer["Role"].Text("AssumeRolePolicyDocument") is { Length: > 0 } document ? new() { ["PolicyDocument"] = document.StartsWith('{') ? document : Uri.UnescapeDataString(document) } : null,
        Put = "UpdateAssumeRolePolicy",
        Use = AwsUses.OfRoleAsync,
        AlsoNeeds = ["cloudtrail:LookupEvents"],
    };

    /// <summary>Whether an access key of a user works.</summary>
    public static readonly Setting AccessKey = new AccessKeySetting { Name = "aws/iam/AccessKey" };

    /// <summary>A password or API key of an IAM user for one service.</summary>
    public static readonly AwsSetting ServiceSpecificCredential = new()
    {
        Name = "aws/iam/ServiceSpecificCredential",
        Service = "iam",
        Get = "ListServiceSpecificCredentials",
        GetInput = key => key.Pick("UserName"),
        State = (answer, place) => (answer["ServiceSpecificCredentials"] as JsonArray)?.OfType<JsonObject>()
            .FirstOrDefault(credential => credential.Text("ServiceSpecificCredentialId") == place.Names().Text("ServiceSpecificCredentialId"))?.Pick("Status"),
        Put = "UpdateServiceSpecificCredential",
        Input = (_, wanted, _) => wanted.Pick("Status"),
        Use = AwsUses.OfUserAsync,
        AlsoNeeds = ["cloudtrail:LookupEvents"],
    };

    /// <summary>Who else may use a custom model of Comprehend: the document, as text.</summary>
    public static readonly AwsSetting ComprehendPolicy = new()
    {
        Name = "aws/comprehend/ResourcePolicy",
        Service = "comprehend",
        Get = "DescribeResourcePolicy",
        None = ["ResourceNotFoundException"],
        State = (answer, _) => answer.Text("ResourcePolicy").Length > 0 ? answer.Pick("ResourcePolicy") : null,
        Put = "PutResourcePolicy",
        Delete = "DeleteResourcePolicy",
    };

    private sealed class AccessKeySetting : Setting
    {
        private const string Used = "@LastUsed";

        public override Cloud Cloud => Cloud.Aws;

        public override IReadOnlyList<string> Permissions => ["iam:ListAccessKeys", "iam:GetAccessKeyLastUsed", "iam:UpdateAccessKey"];

        internal override async Task<JsonObject?> ReadAsync(ICloudWriter cloud, SettingPlace place, CancellationToken cancellationToken)
        {
            var named = place.Names();
            var keys = await AskAsync("ListAccessKeys", named.Pick("UserName")).ConfigureAwait(false);
            if ((keys?["AccessKeyMetadata"] as JsonArray)?.OfType<JsonObject>().FirstOrDefault(key => key.Text("AccessKeyId") == named.Text("AccessKeyId")) is not { } found)
            {
                return null;
            }
            var state = found.Pick("Status");
            // Of a key that was never used it says the service only, which is then N/A.
            var used = (await AskAsync("GetAccessKeyLastUsed", named.Pick("AccessKeyId")).ConfigureAwait(false))?["AccessKeyLastUsed"];
            if (used.Text("LastUsedDate") is { Length: > 0 } date)
            {
                state[Used] = $"{date} for {used.Text("ServiceName")} in {used.Text("Region")}";
            }
            return state;

            async Task<JsonNode?> AskAsync(string operation, JsonObject input) =>
                JsonNode.Parse(await cloud.CallAsync(new("iam", operation, place.Region, input.ToJsonString()), cancellationToken).ConfigureAwait(false));
        }

        internal override string Warning(JsonObject? state) => state.Text(Used) is { Length: > 0 } used ? $"It was last used {used}." : "It was never used.";

        internal override IEnumerable<CloudCall> Write(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed)
        {
            var input = place.Names();
            input["Status"] = wanted.Text("Status");
            return [new("iam", "UpdateAccessKey", place.Region, input.ToJsonString())];
        }
    }
}
