namespace AiCloudSecurity.Resources.Aws;

/// <summary>The web page of an application of Amazon Q Business, as GetWebExperience gives it.</summary>
[AwsResource("AWS::QBusiness::WebExperience", "qbusiness", Of = typeof(QBusinessApplication),
    List = "ListWebExperiences GET /applications/{applicationId}/experiences", Items = "webExperiences",
    Describe = "GetWebExperience GET /applications/{applicationId}/experiences/{webExperienceId}", Key = "applicationId,webExperienceId",
    Id = "{parent}/web-experience/{webExperienceId}", NameMember = "title")]
public sealed record QBusinessWebExperience : Resource
{
    /// <summary>The sites that may show it inside themselves; none unless some are named.</summary>
    public IReadOnlyList<string>? Origins { get; init; }
}
