using System.Text;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Benchmarks;

/// <summary>Accounts whose roles hold the policies of a folder.</summary>
internal static class PolicyAccounts
{
    public const string Owner = "111122223333";

    /// <summary>For each policy a role that holds it.</summary>
    public static Estate OneRoleEach(string folder) => EstateOf(Directory.GetFiles(folder, "*.json").Order(StringComparer.Ordinal).Select(file =>
        Make<IamRole>($"role/{Path.GetFileNameWithoutExtension(file)}", $$""" "RoleName": "{{Path.GetFileNameWithoutExtension(file)}}", "AttachedManagedPolicies": [], "RolePolicyList": [{ "PolicyName": "policy", "PolicyDocument": {{File.ReadAllText(file)}} }] """)));

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

    private static Resource Make<T>(string path, string members) where T : Resource
    {
        var arn = $"arn:aws:iam::{Owner}:{path}";
        return ResourceType.Of<T>().Create(new(Cloud.Aws, Owner, ResourceIdentity.Global, arn, path[(path.LastIndexOf('/') + 1)..]), Encoding.UTF8.GetBytes($$"""{ "Arn": "{{arn}}", {{members}} }"""));
    }

    private static Estate EstateOf(IEnumerable<Resource> resources)
    {
        var scope = new Scope { Cloud = Cloud.Aws, Id = Owner, Name = Owner, Caller = "nobody", Partition = "aws" };
        return new(scope, DateTimeOffset.UnixEpoch, ["us-east-1"], resources, from read in ResourceType.All
                                            where read.Read is AwsResourceAttribute && !read.Read.OnRequest
                                            select new CoverageEntry { ResourceType = read.Name, Region = read.Read.Global ? ResourceIdentity.Global : "us-east-1", State = CoverageState.Read, Operation = read.Read.Operations[0].Operation, Permission = read.Read.Operations[0].Permission });
    }
}
