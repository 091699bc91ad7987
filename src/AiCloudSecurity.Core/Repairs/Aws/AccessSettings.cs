using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Aws;

/// <summary>Who has which policy in AWS.</summary>
internal static class AccessSettings
{
    /// <summary>A policy that a user, group or role holds, by its name: attached, or its own.</summary>
    public static readonly Setting HeldPolicy = new HeldPolicySetting { Name = "aws/iam/HeldPolicy" };

    private sealed class HeldPolicySetting : Setting
    {
        private const string Service = "iam";
        private const string Arn = "PolicyArn";
        private const string Document = "PolicyDocument";
        private static readonly string[] s_kinds = ["Role", "User", "Group"];

        public override Cloud Cloud => Cloud.Aws;

        public override IReadOnlyList<string> Permissions =>
            [.. s_kinds.SelectMany(kind => new[] { $"iam:ListAttached{kind}Policies", $"iam:Get{kind}Policy", $"iam:Attach{kind}Policy", $"iam:Detach{kind}Policy", $"iam:Put{kind}Policy", $"iam:Delete{kind}Policy" })];

        internal override async Task<JsonObject?> ReadAsync(ICloudWriter cloud, SettingPlace place, CancellationToken cancellationToken)
        {
            var (kind, holder, policy) = Named(place);
            var attached = await AwsPages.AllAsync(cloud, new(Service, $"ListAttached{kind}Policies", place.Region, new JsonObject { [$"{kind}Name"] = holder }.ToJsonString()), "AttachedPolicies", "Marker", "Marker", cancellationToken).ConfigureAwait(false);
            if (attached.Find(one => one.Text("PolicyName") == policy) is { } found)
            {
                return new() { [Arn] = found.Text(Arn) };
            }
            try
            {
                var own = JsonNode.Parse(await cloud.CallAsync(new(Service, $"Get{kind}Policy", place.Region, new JsonObject { [$"{kind}Name"] = holder, ["PolicyName"] = policy }.ToJsonString()), cancellationToken).ConfigureAwait(false));
                // AWS shows it encoded as in an address.
                return new() { [Document] = Uri.UnescapeDataString(own.Text(Document)) };
            }
            catch (CloudCallException none) when (none.Code == "NoSuchEntity")
            {
                return null;
            }
        }

        internal override IEnumerable<CloudCall> Write(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed)
        {
            var (kind, holder, policy) = Named(place);
            var arn = (wanted ?? state).Text(Arn);
            var (operation, members) = (arn.Length > 0, wanted) switch
            {
                (true, null) => ($"Detach{kind}Policy", new JsonObject { [Arn] = arn }),
                (true, _) => ($"Attach{kind}Policy", new() { [Arn] = arn }),
                (false, null) => ($"Delete{kind}Policy", new() { ["PolicyName"] = policy }),
                _ => ($"Put{kind}Policy", new() { ["PolicyName"] = policy, [Document] = wanted.Text(Document) }),
            };
            members[$"{kind}Name"] = holder;
            return [new(Service, operation, place.Region, members.ToJsonString())];
        }

        private static (string Kind, string Holder, string Policy) Named(SettingPlace place)
        {
            var key = place.Names();
            return s_kinds.Contains(key.Text("Kind")) ? (key.Text("Kind"), key.Text("Name"), key.Text("PolicyName"))
                : throw new CloudCallException(ErrorId.ResourceNotFound, null, $"'{key.Text("Kind")}' holds no policies", isCertain: true);
        }
    }
}
