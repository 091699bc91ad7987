using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>The policies of one type that an organisation attaches on the way from its root to the account.</summary>
internal abstract class OrganizationLimits<TPolicy, TTarget>(
    PolicyType type, Scope scope, Inventory<Organization> organizations, Inventory<OrganizationAccount> accounts, Inventory<TPolicy> policies, Inventory<TTarget> targets)
    where TPolicy : AuthorizationPolicy
    where TTarget : PolicyTarget
{
    private IReadOnlyList<IReadOnlyList<CompiledPolicy>>? _levels;
    private IReadOnlyList<IReadOnlyList<HeldPolicy>>? _held;

    /// <summary>The account.</summary>
    protected Scope Scope => scope;

    /// <summary>The organisation; null where the account is in none.</summary>
    /// <exception cref="UnseenException">That was not read.</exception>
    public Organization? Organization => organizations.All is [var organization, ..] ? organization : null;

    /// <summary>Whether the account is the one that manages the organisation: policies of these types do not limit it.</summary>
    /// <exception cref="UnseenException">The organisation was not read.</exception>
    public bool IsManagement => Organization?.MasterAccountId == scope.Id;

    /// <summary>
    /// What the evaluator takes: level by level from the root to the account. Empty where nothing limits the account:
    /// outside an organisation, where it manages one, and where the organisation has no such policies switched on.
    /// </summary>
    /// <exception cref="UnseenException">Something of it was not read, or a policy cannot be understood.</exception>
    public IReadOnlyList<IReadOnlyList<CompiledPolicy>> Levels => _levels ??= [.. Held.Select(level => (IReadOnlyList<CompiledPolicy>)[.. level.Select(Compile)])];

    /// <summary>The same, as it is written.</summary>
    /// <exception cref="UnseenException">Something of it was not read.</exception>
    public IReadOnlyList<IReadOnlyList<HeldPolicy>> Held => _held ??= Read();

    private List<IReadOnlyList<HeldPolicy>> Read()
    {
        if (Organization is not { } organization || organization.FeatureSet is "CONSOLIDATED_BILLING" || IsManagement)
        {
            return [];
        }
        var path = accounts.All is [{ Levels: { } known }, ..] ? known
            : throw new UnseenException($"Where account {scope.Id} stands in its organisation is not known: organizations:DescribeAccount did not say.");
        var attached = policies.All.SelectMany(policy => targets.Of(policy).Select(target => (target.TargetId, Policy: policy))).ToLookup(one => one.TargetId, one => one.Policy);
        // Where the type is switched on, every level has at least one: AWS does not let the last be detached.
        return [.. path.Select(level => (IReadOnlyList<HeldPolicy>)[.. attached[level].Select(policy => new HeldPolicy(policy.PolicySummary?.Name ?? policy.Identity.Name, policy.Content))]).Where(level => level.Count > 0)];
    }

    private CompiledPolicy Compile(HeldPolicy policy)
    {
        try
        {
            return CompiledPolicy.Compile(policy.Name, type, policy.Document ?? throw new UnseenException($"What the organisation's policy {policy.Name} says was not read."));
        }
        catch (MalformedPolicyException malformed)
        {
            throw new UnseenException($"The organisation's policy {policy.Name} cannot be understood. {malformed.Message}.");
        }
    }
}

/// <summary>The service control policies on the way to the account.</summary>
internal sealed class ServiceControl(
    Scope scope, Inventory<Organization> organizations, Inventory<OrganizationAccount> accounts, Inventory<ServiceControlPolicy> policies, Inventory<ServiceControlPolicyTarget> targets)
    : OrganizationLimits<ServiceControlPolicy, ServiceControlPolicyTarget>(PolicyType.ServiceControl, scope, organizations, accounts, policies, targets);

/// <summary>The resource control policies on the way to the account: they limit only services that know them, Bedrock and SageMaker not among these.</summary>
internal sealed class ResourceControl(
    Scope scope, Inventory<Organization> organizations, Inventory<OrganizationAccount> accounts, Inventory<ResourceControlPolicy> policies, Inventory<ResourceControlPolicyTarget> targets)
    : OrganizationLimits<ResourceControlPolicy, ResourceControlPolicyTarget>(PolicyType.ResourceControl, scope, organizations, accounts, policies, targets);
