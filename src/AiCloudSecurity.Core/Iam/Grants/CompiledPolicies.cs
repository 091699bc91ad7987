using System.Runtime.CompilerServices;

namespace AiCloudSecurity.Iam;

/// <summary>Makes each document ready once, however many principals hold it.</summary>
internal sealed class CompiledPolicies
{
    private readonly ConditionalWeakTable<PolicyDocument, CompiledPolicy> _identity = [];
    private readonly ConditionalWeakTable<PolicyDocument, CompiledPolicy> _boundaries = [];

    /// <summary>The policy, ready.</summary>
    /// <exception cref="UnseenException">It was not read or cannot be understood.</exception>
    public CompiledPolicy Of(HeldPolicy held, PolicyType type)
    {
        if (held.Document is null)
        {
            throw new UnseenException($"What {held} says was not read.");
        }
        try
        {
            return (type == PolicyType.PermissionsBoundary ? _boundaries : _identity).GetValue(held.Document, document => CompiledPolicy.Compile(held.Name, type, document));
        }
        catch (MalformedPolicyException malformed)
        {
            throw new UnseenException($"{held} cannot be understood. {malformed.Message}.");
        }
    }
}
