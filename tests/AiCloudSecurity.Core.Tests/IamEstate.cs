using System.Text;
using System.Text.Json;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Core.Tests;

/// <summary>A small account of principals and what they hold.</summary>
internal sealed class IamEstate
{
    public const string Account = "111122223333";
    private readonly List<Resource> _resources = [];
    private readonly HashSet<ResourceType> _refused = [];
    private Estate? _estate;

    /// <summary>An account with one role r that holds these statements.</summary>
    public static IamEstate Of(string statements) => new IamEstate().Role("r", statements);

    public IamEstate Role(string name, string statements, string trusts = "sagemaker.amazonaws.com", string? boundary = null, string? trust = null) => Add<IamRole>($"role/{name}", $$"""
        { "RoleName": "{{name}}", "RolePolicyList": [{{Inline(statements)}}], "AssumeRolePolicyDocument": {{Document(trust ?? $$"""{ "Effect": "Allow", "Principal": { "Service": "{{trusts}}" }, "Action": "sts:AssumeRole" }""")}}
          {{Boundary(boundary)}} }
        """);

    public IamEstate User(string name, string statements, string groups = "", string? boundary = null) => Add<IamUser>($"user/{name}", $$"""
        { "UserName": "{{name}}", "UserPolicyList": [{{Inline(statements)}}], "GroupList": [{{groups}}] {{Boundary(boundary)}} }
        """);

    public IamEstate Group(string name, string statements) => Add<IamGroup>($"group/{name}", $$"""{ "GroupName": "{{name}}", "GroupPolicyList": [{{Inline(statements)}}] }""");

    public IamEstate Policy(string name, string statements) =>
        Add<IamPolicy>($"policy/{name}", $$"""{ "PolicyName": "{{name}}", "DefaultVersionId": "v1", "PolicyVersionList": [{ "VersionId": "v1", "IsDefaultVersion": true, "Document": {{Document(statements)}} }] }""");

    public IamEstate Add<T>(string path, string json, string? name = null, string? parent = null) where T : Resource
    {
        var service = path.Contains(':', StringComparison.Ordinal);
        var arn = service ? path : $"arn:aws:iam::{Account}:{path}";
        return AddWhole<T>(arn, $$"""{ "Arn": "{{arn}}", {{json.TrimStart()[1..]}}""", name, parent);
    }

    /// <summary>As the other, of what has no member that says its ARN.</summary>
    public IamEstate AddWhole<T>(string arn, string wire, string? name = null, string? parent = null) where T : Resource
    {
        _resources.Add(ResourceType.Of<T>().Create(new(Cloud.Aws, Account, ResourceType.Of<T>().Read.Global ? ResourceIdentity.Global : "eu-west-1", arn, name ?? arn[(arn.LastIndexOf('/') + 1)..], parent), Encoding.UTF8.GetBytes(wire)));
        return this;
    }

    public IamEstate Refuse<T>() where T : Resource
    {
        _refused.Add(ResourceType.Of<T>());
        return this;
    }

    public Estate Estate => _estate ??= new(
        new Scope { Cloud = Cloud.Aws, Id = Account, Name = Account, Caller = "test", Partition = "aws" }, new(2026, 11, 1, 12, 0, 0, TimeSpan.Zero), ["eu-west-1"], _resources.Where(resource => !_refused.Contains(resource.Type)),
        from type in ResourceType.All
        where type.Read is AwsResourceAttribute
        from subject in type.Parent is { } whole ? _resources.Where(resource => resource.Type == whole).Select(resource => (string?)resource.Identity.Id) : [null]
        select new CoverageEntry
        {
            ResourceType = type.Name,
            Subject = subject,
            Region = type.Read.Global ? ResourceIdentity.Global : "eu-west-1",
            State = _refused.Contains(type) ? CoverageState.Refused : CoverageState.Read,
            Operation = type.Read.Operations[0].Operation,
            Permission = type.Read.Operations[0].Permission,
        });

    /// <summary>Service control policies of one level; tests set them before anything is asked.</summary>
    public IReadOnlyList<IReadOnlyList<HeldPolicy>> Organization { get; set; } = [];

    public Accesses Accesses => new(Estate.Inventory<IamPolicy>(), new(Organization, [.. Organization.Select(level => (IReadOnlyList<CompiledPolicy>)[.. level.Select(policy => CompiledPolicy.Compile(policy.Name, PolicyType.ServiceControl, policy.Document!))])], []), Estate.Scope);

    public TakenRoles Roles => new(Estate.Inventory<IamRole>(), Accesses);

    public Workplaces Workplaces => new(Estate.Inventory<NotebookInstance>(), Estate.Inventory<Domain>(), Estate.Inventory<UserProfile>(), Roles);

    public PrincipalAccess Access(string name)
    {
        if (Estate.Inventory<IamUser>().FirstOrDefault(user => user.UserName == name) is { } user)
        {
            return Accesses.Of(PolicyLookup.WithGroups(user, Estate.Inventory<IamGroup>()));
        }
        return Accesses.Of(Estate.Inventory<IamRole>().First(role => role.RoleName == name));
    }

    public static HeldPolicy Held(string name, params string[] statements) => new(name, PolicyDocument.Parse($$"""{ "Version": "2012-10-17", "Statement": [{{string.Join(", ", statements)}}] }"""));

    private static string Boundary(string? name) => name is null ? "" : $$""", "PermissionsBoundary": { "PermissionsBoundaryArn": "arn:aws:iam::{{Account}}:policy/{{name}}" }""";

    private static string Inline(string statements) => statements.Length == 0 ? "" : $$"""{ "PolicyName": "inline", "PolicyDocument": {{Document(statements)}} }""";

    private static string Document(string statements) => JsonSerializer.Serialize($$"""{ "Version": "2012-10-17", "Statement": [{{statements}}] }""");
}
