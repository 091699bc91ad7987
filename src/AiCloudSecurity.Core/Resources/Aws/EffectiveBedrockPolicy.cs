namespace AiCloudSecurity.Resources.Aws;

/// <summary>
/// What the organisation's Bedrock policies come to for the account, as DescribeEffectivePolicy tells any account of
/// itself: guardrails that every inference must go through. None where no policy reaches it, or where it is in no
/// organisation.
/// </summary>
[AwsResource("AWS::Organizations::EffectivePolicy:Bedrock", "organizations",
    Describe = "DescribeEffectivePolicy", Input = """{ "PolicyType": "BEDROCK_POLICY" }""", Unwrap = "EffectivePolicy",
    None = "EffectivePolicyNotFoundException,AWSOrganizationsNotInUseException", Global = true)]
public sealed record EffectiveBedrockPolicy : Resource
{
    /// <summary>JSON: bedrock.guardrail_inference has a member for each region, with the guardrails that are enforced there.</summary>
    public string? PolicyContent { get; init; }
}
