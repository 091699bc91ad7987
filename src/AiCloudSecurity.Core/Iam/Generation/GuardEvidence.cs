using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Iam;

/// <summary>What a policy can demand of a request besides.</summary>
public enum AiPolicyGuard
{
    /// <summary>A network of one's own: subnets must be named.</summary>
    Vpc,
    /// <summary>A key of one's own: it must be named.</summary>
    Kms,
    /// <summary>Tags: there must be one.</summary>
    Tag,
}

/// <summary>
/// Which demands the calls of a principal have met: the resources that they made are in the estate, and all of them
/// have what the demand asks for.
/// </summary>
internal sealed class GuardEvidence(Estate estate, IReadOnlyCollection<AiPolicyGuard> demanded)
{
    private static readonly (AiPolicyGuard Guard, string Key)[] s_keys =
    [
        (AiPolicyGuard.Vpc, "sagemaker:VpcSubnets"), (AiPolicyGuard.Vpc, "bedrock:VpcSubnets"), (AiPolicyGuard.Vpc, "bedrock-agentcore:subnets"),
        (AiPolicyGuard.Vpc, "comprehend:VpcSubnets"),
        (AiPolicyGuard.Kms, "sagemaker:VolumeKmsKey"), (AiPolicyGuard.Kms, "bedrock-agentcore:KmsKeyArn"), (AiPolicyGuard.Kms, "comprehend:VolumeKmsKey"),
        (AiPolicyGuard.Tag, "aws:TagKeys"),
    ];

    /// <summary>The conditions to add to an action: those that its calls have met, and those that are demanded of all.</summary>
    public IReadOnlyList<PolicyCondition> Of(AiAction action, IEnumerable<ApiEvent> calls) =>
        [.. from key in Keys(action)
            where demanded.Contains(key.Guard) && (key.Guard != AiPolicyGuard.Tag || action.Name.Contains(":Create", StringComparison.Ordinal)) || IsMet(action, key.Guard, calls)
            select new PolicyCondition("Null", key.Key, ["false"])];

    /// <summary>The keys that all calls of an action carried.</summary>
    public IEnumerable<string> Met(AiAction action, IEnumerable<ApiEvent> calls) => Keys(action).Where(key => IsMet(action, key.Guard, calls)).Select(key => key.Key);

    private static IEnumerable<(AiPolicyGuard Guard, string Key)> Keys(AiAction action) =>
        action.Level == AccessLevel.Write ? s_keys.Where(key => action.ConditionKeys.Contains(key.Key, StringComparer.OrdinalIgnoreCase)) : [];

    private bool IsMet(AiAction action, AiPolicyGuard guard, IEnumerable<ApiEvent> calls)
    {
        try
        {
            return (action.Name, guard) switch
            {
                ("sagemaker:CreateNotebookInstance", AiPolicyGuard.Vpc) => All<NotebookInstance>("NotebookInstanceName", made => made.SubnetId is not null),
                ("sagemaker:CreateNotebookInstance", AiPolicyGuard.Kms) => All<NotebookInstance>("NotebookInstanceName", made => made.KmsKeyId is not null),
                ("sagemaker:CreateTrainingJob", AiPolicyGuard.Vpc) => All<TrainingJob>("TrainingJobName", made => made.VpcConfig is { IsSet: true }),
                ("sagemaker:CreateTrainingJob", AiPolicyGuard.Kms) => All<TrainingJob>("TrainingJobName", made => made.ResourceConfig?.VolumeKmsKeyId is not null),
                ("sagemaker:CreateProcessingJob", AiPolicyGuard.Vpc) => All<ProcessingJob>("ProcessingJobName", made => made.NetworkConfig?.VpcConfig is { IsSet: true }),
                ("sagemaker:CreateModel", AiPolicyGuard.Vpc) => All<Model>("ModelName", made => made.VpcConfig is { IsSet: true }),
                ("sagemaker:CreateEndpointConfig", AiPolicyGuard.Kms) => All<EndpointConfig>("EndpointConfigName", made => made.KmsKeyId is not null),
                _ => false,
            };
        }
        catch (UnseenException)
        {
            // What was made cannot be seen: nothing is known of it.
            return false;
        }

        bool All<T>(string member, Func<T, bool> has) where T : Resource
        {
            var names = calls.Select(call => (Name: call.RequestParameters?.All.GetValueOrDefault(member), call.AwsRegion)).Distinct().ToList();
            return names.Count > 0 && names.TrueForAll(made => estate.Inventory<T>(made.AwsRegion).Find(made.Name) is { } one && has(one));
        }
    }
}
