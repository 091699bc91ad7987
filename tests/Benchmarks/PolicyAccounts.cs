using System.Text;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Benchmarks;

/// <summary>Accounts whose roles hold the policies of a folder.</summary>
internal static class PolicyAccounts
{
    public const string Owner = "111122223333";

    /// <summary>
    /// For each policy a role of people that holds it, in an account where there is something to come to: a role that AI
    /// services may take and that may do everything, a notebook, a user of Studio and an agent that work as it.
    /// </summary>
    public static Estate OneRoleEach(string folder) => EstateOf(Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).AsParallel().AsOrdered().Select(file =>
        Holding(Path.GetFileNameWithoutExtension(file), File.ReadAllBytes(file)))
        .AsEnumerable().Concat(
        [
            Make<IamRole>("role/work", $$""" "RoleName": "work", "AssumeRolePolicyDocument": {{Trust("""{ "Service": ["sagemaker.amazonaws.com", "bedrock.amazonaws.com", "bedrock-agentcore.amazonaws.com"] }""")}}, "RolePolicyList": [{ "PolicyName": "all", "PolicyDocument": { "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Action": "*", "Resource": "*" } } }] """),
            Put<NotebookInstance>("sagemaker", "notebook-instance/lab", $$"""{ "NotebookInstanceName": "lab", "RoleArn": "{{Work}}" }"""),
            Put<Domain>("sagemaker", "domain/d-1", $$"""{ "DomainId": "d-1", "DefaultUserSettings": { "ExecutionRole": "{{Work}}" } }"""),
            Put<UserProfile>("sagemaker", "user-profile/d-1/ann", """{ "DomainId": "d-1", "UserProfileName": "ann" }"""),
            Put<Agent>("bedrock", "agent/A1", $$"""{ "agentId": "A1", "agentName": "helpdesk", "agentResourceRoleArn": "{{Work}}" }"""),
        ]));

    private static Resource Holding(string name, byte[] policy) => Make<IamRole>($"role/{name}",
        [.. Encoding.UTF8.GetBytes($$""" "RoleName": "{{name}}", "AssumeRolePolicyDocument": {{s_people}}, "AttachedManagedPolicies": [], "RolePolicyList": [{ "PolicyName": "policy", "PolicyDocument": """), .. policy, .. "}]"u8]);

    /// <summary>Many roles; each holds two of the policies and one of its own.</summary>
    public static Estate Of(string folder, int roles)
    {
        var files = Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).ToArray();
        var policies = files.Select(file => Make<IamPolicy>($"policy/{Path.GetFileNameWithoutExtension(file)}",
            $$""" "PolicyName": "{{Path.GetFileNameWithoutExtension(file)}}", "DefaultVersionId": "v1", "PolicyVersionList": [{ "VersionId": "v1", "IsDefaultVersion": true, "Document": {{File.ReadAllText(file)}} }] """)).ToArray();
        var random = new Random(1);
        return EstateOf(policies.Concat(Enumerable.Range(0, roles).Select(number => Make<IamRole>($"role/role-{number}", $$"""
             "RoleName": "role-{{number}}", "Path": "/", "AttachedManagedPolicies": [{{Attached()}}, {{Attached()}}],
             "AssumeRolePolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "Service": "sagemaker.amazonaws.com" }, "Action": "sts:AssumeRole" } },
             "RolePolicyList": [{ "PolicyName": "own", "PolicyDocument": { "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": ["s3:GetObject", "sagemaker:InvokeEndpoint"], "Resource": ["arn:aws:s3:::data-{{number}}/*", "arn:aws:sagemaker:*:{{Owner}}:endpoint/e-{{number}}"] }] } }]
            """))));

        string Attached()
        {
            var policy = policies[random.Next(policies.Length)];
            return $$"""{ "PolicyName": "{{policy.Identity.Name}}", "PolicyArn": "{{policy.Identity.Id}}" }""";
        }
    }

    private const string Work = $"arn:aws:iam::{Owner}:role/work";

    private static string Trust(string principal) => $$"""{ "Version": "2012-10-17", "Statement": { "Effect": "Allow", "Principal": {{principal}}, "Action": "sts:AssumeRole" } }""";

    private static Resource Put<T>(string service, string path, string wire) where T : Resource =>
        ResourceType.Of<T>().Create(new(Cloud.Aws, Owner, "us-east-1", $"arn:aws:{service}:us-east-1:{Owner}:{path}", path[(path.LastIndexOf('/') + 1)..]), Encoding.UTF8.GetBytes(wire));

    private static readonly string s_people = Trust($$"""{ "AWS": "{{Owner}}" }""");

    private static Resource Make<T>(string path, string members) where T : Resource => Make<T>(path, Encoding.UTF8.GetBytes(members));

    private static Resource Make<T>(string path, byte[] members) where T : Resource
    {
        var arn = $"arn:aws:iam::{Owner}:{path}";
        return ResourceType.Of<T>().Create(new(Cloud.Aws, Owner, ResourceIdentity.Global, arn, path[(path.LastIndexOf('/') + 1)..]), (byte[])[.. Encoding.UTF8.GetBytes($$"""{ "Arn": "{{arn}}", """), .. members, (byte)'}']);
    }

    private static Estate EstateOf(IEnumerable<Resource> resources)
    {
        var scope = new Scope { Cloud = Cloud.Aws, Id = Owner, Name = Owner, Caller = "nobody", Partition = "aws" };
        return new(scope, DateTimeOffset.UnixEpoch, ["us-east-1"], resources, from read in ResourceType.All
                                            where read.Read is AwsResourceAttribute && !read.Read.OnRequest
                                            select new CoverageEntry { ResourceType = read.Name, Region = read.Read.Global ? ResourceIdentity.Global : "us-east-1", State = CoverageState.Read, Operation = read.Read.Operations[0].Operation, Permission = read.Read.Operations[0].Permission });
    }
}
