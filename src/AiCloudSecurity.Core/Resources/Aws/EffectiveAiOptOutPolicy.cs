namespace AiCloudSecurity.Resources.Aws;

/// <summary>
/// What the organisation's opt-out policies come to for the account, as DescribeEffectivePolicy tells any account
/// of itself. None where no policy reaches it, or where it is in no organisation.
/// </summary>
[AwsResource("AWS::Organizations::EffectivePolicy:AiOptOut", "organizations",
    Describe = "DescribeEffectivePolicy", Input = """{ "PolicyType": "AISERVICES_OPT_OUT_POLICY" }""", Unwrap = "EffectivePolicy",
    None = "EffectivePolicyNotFoundException,AWSOrganizationsNotInUseException", Global = true)]
public sealed record EffectiveAiOptOutPolicy : Resource
{
    /// <summary>JSON: services.default.opt_out_policy and services.SERVICE.opt_out_policy are optOut or optIn.</summary>
    public string? PolicyContent { get; init; }
}
