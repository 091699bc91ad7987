using System.Runtime.CompilerServices;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>A resource that has a policy of its own.</summary>
/// <param name="Resource">Its ARN.</param>
/// <param name="Service">The prefix of the actions that the policy speaks of.</param>
/// <param name="Targets">The resource and what lies in it, as patterns: a bucket and its objects.</param>
/// <param name="Document">What the policy says; null where that was not read.</param>
internal sealed record OwnPolicy(string Resource, string Service, IReadOnlyList<string> Targets, PolicyDocument? Document)
{
    // What a request says of itself, whatever else it says.
    private static readonly string[] s_derived =
        ["aws:PrincipalArn", "aws:PrincipalAccount", "aws:PrincipalType", "aws:PrincipalIsAWSService", "aws:PrincipalServiceName", "aws:userid", "aws:username", "aws:ResourceAccount"];

    private static readonly ConditionalWeakTable<PolicyDocument, CompiledPolicy> s_compiled = [];

    private readonly Lazy<CompiledPolicy?> _compiled = new(() => Compile(Resource, Document));

    /// <summary>The policy, ready; null where it was not read or cannot be understood.</summary>
    public CompiledPolicy? Compiled => _compiled.Value;

    /// <summary>A resource's policy, ready, however many ask for it.</summary>
    /// <exception cref="UnseenException">It cannot be understood.</exception>
    public static CompiledPolicy Ready(string resource, PolicyDocument document)
    {
        try
        {
            return s_compiled.GetValue(document, own => CompiledPolicy.Compile($"policy of {resource}", PolicyType.Resource, own));
        }
        catch (MalformedPolicyException malformed)
        {
            throw new UnseenException($"The policy of {resource} cannot be understood. {malformed.Message}.");
        }
    }

    /// <summary>Whether it can deny somebody an operation whatever else the request says: else it is asked for nothing but itself.</summary>
    public bool DeniesOutright(string operation)
    {
        foreach (var (statement, actions) in Compiled?.On(Service) ?? [])
        {
            if (!statement.Source.IsAllow && actions.Contains(operation) && statement.Source.Conditions.All(condition => s_derived.Contains(condition.Key, StringComparer.OrdinalIgnoreCase)))
            {
                return true;
            }
        }
        return false;
    }

    private static CompiledPolicy? Compile(string resource, PolicyDocument? document)
    {
        try
        {
            return document is null ? null : Ready(resource, document);
        }
        catch (UnseenException)
        {
            return null;
        }
    }
}

/// <summary>The policies of resources that an estate holds, put together once.</summary>
internal sealed class OwnPolicies
{
    private static readonly ConditionalWeakTable<Estate, OwnPolicies> s_known = [];
    private readonly ILookup<string, OwnPolicy> _byService;

    private OwnPolicies(Estate estate)
    {
        All = [.. Read(estate)];
        _byService = All.ToLookup(policy => policy.Service, StringComparer.OrdinalIgnoreCase);
    }

    /// <summary>Those of an account.</summary>
    public static OwnPolicies Of(Estate estate) => s_known.GetValue(estate, static estate => new(estate));

    /// <summary>All of them.</summary>
    public IReadOnlyList<OwnPolicy> All { get; }

    /// <summary>Those that speak of a service's actions.</summary>
    public IEnumerable<OwnPolicy> On(string service) => _byService[service];

    private static IEnumerable<OwnPolicy> Read(Estate estate)
    {
        var partition = estate.Scope.Partition;
        // A bucket's name is its id where the list gave no ARN.
        foreach (var policy in Known<BucketPolicy>(estate))
        {
            var bucket = Whole(policy) is var id && id.StartsWith("arn:", StringComparison.Ordinal) ? id : $"arn:{partition}:s3:::{policy.Identity.Name}";
            yield return new(bucket, "s3", [bucket, $"{bucket}/*"], policy.Unread is null ? PolicyDocument.Lazily(policy.Json) : null);
        }
        foreach (var policy in Known<KeyPolicy>(estate))
        {
            yield return new(Whole(policy), "kms", [Whole(policy)], policy.Policy);
        }
        foreach (var policy in Known<AgentRuntimePolicy>(estate))
        {
            yield return new(Whole(policy), "bedrock-agentcore", [Whole(policy), $"{Whole(policy)}/*"], policy.Policy);
        }
        foreach (var policy in Known<AgentGatewayPolicy>(estate))
        {
            yield return new(Whole(policy), "bedrock-agentcore", [Whole(policy), $"{Whole(policy)}/*"], policy.Policy);
        }
        foreach (var policy in Known<LambdaPolicy>(estate))
        {
            yield return new(Whole(policy), "lambda", [Whole(policy), $"{Whole(policy)}:*"], policy.Policy);
        }
        foreach (var policy in Known<LexBotPolicy>(estate))
        {
            yield return new(Whole(policy), "lex", [Whole(policy)], policy.Policy);
        }
        foreach (var policy in Known<LexBotAliasPolicy>(estate))
        {
            yield return new(Whole(policy), "lex", [Whole(policy)], policy.Policy);
        }
        foreach (var policy in Known<ModelPackageGroupPolicy>(estate))
        {
            yield return new(Whole(policy), "sagemaker", [Whole(policy), $"{Whole(policy).Replace(":model-package-group/", ":model-package/", StringComparison.Ordinal)}/*"], policy.ResourcePolicy);
        }
        foreach (var policy in Known<RekognitionProjectPolicy>(estate))
        {
            var project = Whole(policy);
            yield return new(project, "rekognition", [project, $"{project[..(project.LastIndexOf('/') is > 0 and var slash ? slash : project.Length)]}/version/*"], policy.PolicyDocument);
        }
        foreach (var policy in Known<DocumentClassifierPolicy>(estate))
        {
            yield return new(Whole(policy), "comprehend", [Whole(policy)], policy.ResourcePolicy);
        }
        foreach (var policy in Known<EntityRecognizerPolicy>(estate))
        {
            yield return new(Whole(policy), "comprehend", [Whole(policy)], policy.ResourcePolicy);
        }
        foreach (var policy in Known<CustomModelPolicy>(estate).Where(policy => policy.ResourcePolicy is not null))
        {
            yield return new(Whole(policy), "bedrock", [Whole(policy)], policy.ResourcePolicy);
        }
        foreach (var policy in Known<SecretPolicy>(estate).Where(policy => policy.Unread is not null || policy.ResourcePolicy is not null))
        {
            yield return new(Whole(policy), "secretsmanager", [Whole(policy)], policy.ResourcePolicy);
        }
        foreach (var policy in Known<TopicPolicy>(estate))
        {
            yield return new(Whole(policy), "sns", [Whole(policy)], policy.Policy);
        }
        foreach (var policy in Known<QueuePolicy>(estate).Where(policy => policy.Unread is not null || policy.Policy is not null))
        {
            yield return new(Whole(policy), "sqs", [Whole(policy)], policy.Policy);
        }
        foreach (var policy in Known<EcrRepositoryPolicy>(estate))
        {
            yield return new(Whole(policy), "ecr", [Whole(policy)], policy.PolicyText);
        }
        foreach (var policy in Known<VectorBucketPolicy>(estate))
        {
            yield return new(Whole(policy), "s3vectors", [Whole(policy), $"{Whole(policy)}/*"], policy.Policy);
        }
        // One that has a read of its own is there already.
        HashSet<string> read = [.. Known<ModelPackageGroupPolicy>(estate).Select(Whole), .. Known<CustomModelPolicy>(estate).Where(policy => policy.ResourcePolicy is not null).Select(Whole)];
        foreach (var (shared, policy) in Shared(estate).Where(one => !read.Contains(one.Arn)))
        {
            yield return new(shared, shared.Split(':')[2], [shared, $"{shared}/*"], policy);
        }
    }

    private static IEnumerable<(string Arn, PolicyDocument Policy)> Shared(Estate estate)
    {
        var policies = Known<SharedResourcePolicy>(estate).ToLookup(policy => policy.Identity.Parent, StringComparer.Ordinal);
        return from resource in Known<SharedResource>(estate)
               where resource.Arn?.StartsWith("arn:", StringComparison.Ordinal) is true
               from policy in policies[resource.Identity.Id]
               from document in policy.Policies ?? []
               select (resource.Arn!, document);
    }

    private static IEnumerable<T> Known<T>(Estate estate) where T : Resource => estate.Of(ResourceType.Of<T>()).Cast<T>();

    private static string Whole(Resource policy) => policy.Identity.Parent ?? policy.Identity.Id;
}
