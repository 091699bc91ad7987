using System.Text.Json.Nodes;
using AiCloudSecurity.Resources.Gcp;

namespace AiCloudSecurity.Repairs.Gcp;

/// <summary>IAM policies and organisation policies of Google Cloud.</summary>
internal static class PolicySettings
{
    /// <summary>Who has which roles on a resource, and which of its calls are logged: each role and each service is a member of its own.</summary>
    public static readonly Setting Iam = new IamSetting { Name = "gcp/iam/Policy" };

    /// <summary>What an organisation policy says in a project.</summary>
    public static readonly GoogleSetting OrgPolicy = new()
    {
        Name = "gcp/orgpolicy/Policy",
        Host = "orgpolicy.googleapis.com",
        Root = "v2",
        Pattern = "projects/*/policies/*",
        // Google reads them by another name than it writes them (roles/orgpolicy.policyAdmin).
        Permission = "orgpolicy.policy",
        Writes = ["orgpolicy.policies.create", "orgpolicy.policies.update", "orgpolicy.policies.delete"],
        IsWhole = true,
        HasEtag = true,
        ComesAndGoes = true,
        Members = ["spec", "dryRunSpec"],
        // The policy says when it was written, and which version it is.
        Normal = state =>
        {
            foreach (var part in new[] { "spec", "dryRunSpec" })
            {
                (state[part] as JsonObject)?.Remove("etag");
                (state[part] as JsonObject)?.Remove("updateTime");
            }
            return state;
        },
    };

    /// <summary>A wish for what a policy of a resource says.</summary>
    /// <param name="resource">The resource whose finding it is.</param>
    /// <param name="attached">The full name of what the policy is attached to.</param>
    /// <param name="after">What is wanted.</param>
    /// <param name="breaks">Who may lose what.</param>
    public static Wish Policy(Resource resource, string attached, Func<JsonObject?, JsonObject?> after, string breaks = "") =>
        Wish.Of(resource, Iam, new() { ["resource"] = attached }, after, breaks);

    /// <summary>A constraint that is enforced in a project.</summary>
    public static Wish Enforce(Resource project, string constraint, string breaks = "") => OrgPolicy.Wish(project, $"{GoogleSetting.NameOf(project.Identity.Id)}/policies/{constraint}",
        Wish.With(new() { ["spec"] = new JsonObject { ["rules"] = new JsonArray(new JsonObject { ["enforce"] = true }) } }), breaks);

    /// <summary>A policy in which the members that are meant have no role that is meant.</summary>
    public static Func<JsonObject?, JsonObject?> Without(Func<string, bool> role, Func<string, bool> member) => policy =>
    {
        foreach (var (key, value) in policy?.ToList() ?? [])
        {
            if (IamSetting.RoleOf(key) is { } bound && role(bound) && value is JsonArray members)
            {
                var left = members.Where(one => !member(one!.ToString())).Select(one => one!.DeepClone()).ToArray();
                if (left.Length == 0)
                {
                    policy!.Remove(key);
                }
                else
                {
                    policy![key] = new JsonArray(left);
                }
            }
        }
        return policy;
    };

    /// <summary>A policy by which reads and writes of data of services are logged, of everybody.</summary>
    public static Func<JsonObject?, JsonObject?> Logged(IEnumerable<string> services) => policy =>
    {
        policy ??= [];
        foreach (var service in services)
        {
            var configs = policy[IamSetting.Audit(service)]?.DeepClone() as JsonArray ?? [];
            foreach (var type in new[] { "DATA_READ", "DATA_WRITE" })
            {
                if (!configs.Any(config => config.Text("logType") == type))
                {
                    configs.Add(new JsonObject { ["logType"] = type });
                }
            }
            policy[IamSetting.Audit(service)] = configs;
        }
        return policy;
    };

    /// <summary>A policy that leaves nobody's calls of services out of the logs.</summary>
    public static Func<JsonObject?, JsonObject?> WithoutExemptions(IReadOnlyCollection<string> services) => policy =>
    {
        foreach (var (key, value) in policy?.ToList() ?? [])
        {
            if (services.Append("allServices").Any(service => key == IamSetting.Audit(service)) && value is JsonArray configs)
            {
                policy![key] = new JsonArray([.. configs.Select(config =>
                {
                    var all = config!.DeepClone().AsObject();
                    all.Remove("exemptedMembers");
                    return all;
                })]);
            }
        }
        return policy;
    };

    private sealed class IamSetting : Setting
    {
        private const string Role = "role ";
        private const string If = " if ";
        private const string Etag = "@etag";
        private const string PolicyVersion = "@version";
        // Which services give policies, where, and how they are asked for them.
        private static readonly (string Service, string Host, string Root, bool Asks)[] s_services =
        [
            ("cloudresourcemanager.googleapis.com", "cloudresourcemanager.googleapis.com", "v3", true),
            ("aiplatform.googleapis.com", "{location}-aiplatform.googleapis.com", "v1", true),
            ("notebooks.googleapis.com", "notebooks.googleapis.com", "v2", false),
            ("cloudkms.googleapis.com", "cloudkms.googleapis.com", "v1", false),
            ("iam.googleapis.com", "iam.googleapis.com", "v1", true),
            ("storage.googleapis.com", "storage.googleapis.com", "storage/v1/b", false),
        ];

        public override Cloud Cloud => Cloud.Gcp;

        // What has a policy that can be changed here, what its permissions begin with, and whether GCP-IAM-004 judges it.
        private static readonly (string Type, string Permission, bool IsJudged)[] s_kinds =
        [
            ("cloudresourcemanager.googleapis.com/Project", "resourcemanager.projects", true),
            ("aiplatform.googleapis.com/Endpoint", "aiplatform.endpoints", true),
            ("aiplatform.googleapis.com/FeatureOnlineStore", "aiplatform.featureOnlineStores", true),
            ("aiplatform.googleapis.com/Featurestore", "aiplatform.featurestores", true),
            ("aiplatform.googleapis.com/NotebookRuntimeTemplate", "aiplatform.notebookRuntimeTemplates", true),
            ("aiplatform.googleapis.com/ReasoningEngine", "aiplatform.reasoningEngines", true),
            ("notebooks.googleapis.com/Instance", "notebooks.instances", true),
            ("cloudkms.googleapis.com/CryptoKey", "cloudkms.cryptoKeys", false),
            ("iam.googleapis.com/ServiceAccount", "iam.serviceAccounts", false),
            ("storage.googleapis.com/Bucket", "storage.buckets", false),
        ];

        public override IReadOnlyList<string> Permissions => Of(s_kinds);

        // A policy that is judged by itself may be attached to any resource of AI.
        public override IReadOnlyList<string> PermissionsOn(ResourceType type) => Of(s_kinds.Where(kind => kind.Type == type.Name || type.Record == typeof(IamPolicy) && kind.IsJudged));

        public override IReadOnlyList<string> PermissionsAt(SettingPlace place)
        {
            var full = place.Names().Text("resource");
            // Buckets have a name and nothing else.
            var known = Of(s_kinds.Where(kind => full.StartsWith($"//{kind.Type.Split('/')[0]}/", StringComparison.Ordinal) && (kind.Permission == "storage.buckets" || full.Split('/')[^2] == kind.Permission.Split('.')[1])));
            return known.Length > 0 ? known : Permissions;
        }

        private static string[] Of(IEnumerable<(string Type, string Permission, bool IsJudged)> kinds) => [.. kinds.SelectMany(kind => new[] { $"{kind.Permission}.getIamPolicy", $"{kind.Permission}.setIamPolicy" })];

        public static string Audit(string service) => $"audit {service}";

        /// <summary>The role that a member of the state is about; null where it is about something else.</summary>
        public static string? RoleOf(string member) => !member.StartsWith(Role, StringComparison.Ordinal) ? null
            : member.IndexOf(If, StringComparison.Ordinal) is > 0 and var at ? member[Role.Length..at] : member[Role.Length..];

        internal override async Task<JsonObject?> ReadAsync(ICloudWriter cloud, SettingPlace place, CancellationToken cancellationToken)
        {
            var (service, name, region) = Address(place, cloud.Scope);
            var call = service.Service == "storage.googleapis.com" ? new CloudCall(service.Host, $"GET {service.Root}/{name}/iam?optionsRequestedPolicyVersion=3", region, "{}")
                : service.Asks ? new(service.Host, $"POST {service.Root}/{name}:getIamPolicy", region, """{"options":{"requestedPolicyVersion":3}}""")
                : new(service.Host, $"GET {service.Root}/{name}:getIamPolicy?options.requestedPolicyVersion=3", region, "{}");
            var policy = JsonNode.Parse(await cloud.CallAsync(call, cancellationToken).ConfigureAwait(false)) as JsonObject ?? throw new CloudCallException(ErrorId.CloudRefused, null, "the answer was malformed", isCertain: false);
            JsonObject state = [];
            foreach (var binding in (policy["bindings"] as JsonArray)?.OfType<JsonObject>() ?? [])
            {
                state[$"{Role}{binding.Text("role")}{(binding["condition"] is { } condition ? If + condition.ToJsonString() : "")}"] =
                    new JsonArray([.. ((binding["members"] as JsonArray) ?? []).Select(member => member!.ToString()).Order(StringComparer.Ordinal).Select(member => JsonValue.Create(member))]);
            }
            foreach (var config in (policy["auditConfigs"] as JsonArray)?.OfType<JsonObject>() ?? [])
            {
                state[Audit(config.Text("service"))] = config["auditLogConfigs"]?.DeepClone();
            }
            state[Etag] = policy.Text("etag");
            state[PolicyVersion] = policy["version"]?.DeepClone() ?? 1;
            return state;
        }

        internal override IEnumerable<CloudCall> Write(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed)
        {
            var (service, name, region) = Address(place, null);
            JsonObject policy = new()
            {
                ["version"] = 3,
                ["bindings"] = new JsonArray([.. from member in wanted!
                                                 let role = RoleOf(member.Key)
                                                 where role is not null
                                                 select Binding(member.Key, role, member.Value)]),
            };
            if (wanted!.Any(member => member.Key.StartsWith("audit ", StringComparison.Ordinal)) || changed.Any(member => member.StartsWith("audit ", StringComparison.Ordinal)))
            {
                policy["auditConfigs"] = new JsonArray([.. wanted!.Where(member => member.Key.StartsWith("audit ", StringComparison.Ordinal))
                    .Select(member => new JsonObject { ["service"] = member.Key["audit ".Length..], ["auditLogConfigs"] = member.Value?.DeepClone() })]);
            }
            if (state.Text(Etag) is { Length: > 0 } etag)
            {
                policy["etag"] = etag;
            }
            return
            [
                service.Service == "storage.googleapis.com" ? new(service.Host, $"PUT {service.Root}/{name}/iam", region, policy.ToJsonString())
                    : new(service.Host, $"POST {service.Root}/{name}:setIamPolicy", region,
                        // Without the mask what is logged would not be written.
                        (policy.ContainsKey("auditConfigs") ? new JsonObject { ["policy"] = policy, ["updateMask"] = "bindings,etag,auditConfigs" } : new() { ["policy"] = policy }).ToJsonString()),
            ];
        }

        private static JsonObject Binding(string member, string role, JsonNode? members)
        {
            JsonObject binding = new() { ["role"] = role, ["members"] = members?.DeepClone() };
            if (member.IndexOf(If, StringComparison.Ordinal) is > 0 and var at)
            {
                binding["condition"] = JsonNode.Parse(member[(at + If.Length)..]);
            }
            return binding;
        }

        // A journal's place must lead to a policy of this project, or of a bucket, whose name does not say whose it is.
        private static ((string Service, string Host, string Root, bool Asks) Service, string Name, string Region) Address(SettingPlace place, Scope? scope)
        {
            var full = place.Names().Text("resource");
            var (words, name) = (full.Split('/'), GoogleSetting.NameOf(full));
            var service = Array.Find(s_services, known => full.StartsWith($"//{known.Service}/", StringComparison.Ordinal));
            if (service.Service is null || Array.Exists(words[2..], word => word is "" or "." or "..")
                || scope is not null && name.Split('/') is ["projects", var project, ..] && project != scope.Id && project != scope.Number)
            {
                throw new CloudCallException(ErrorId.ResourceNotFound, null, $"'{full}' has no policy that can be changed here", isCertain: true);
            }
            // Vertex AI gives policies of endpoints by this version of its interface alone (its discovery documents).
            service.Root = full.StartsWith("//aiplatform.googleapis.com/", StringComparison.Ordinal) && words is [.., "endpoints", _] ? "v1beta1" : service.Root;
            // Vertex AI has what lies in a region there only, whatever place a journal tells.
            return (service, string.Join('/', name.Split('/').Select(Uri.EscapeDataString)), GcpIdentity.RegionOf(GcpIdentity.After(full, "locations")) ?? place.Region);
        }
    }
}
