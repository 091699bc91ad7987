namespace AiCloudSecurity.Resources.Aws;

/// <summary>A DataBrew job that prepares data, as ListJobs gives it.</summary>
[AwsResource("AWS::DataBrew::Job", "databrew",
    List = "ListJobs GET /jobs", Items = "Jobs", Input = """{ "maxResults": 100 }""",
    Id = "arn:{partition}:databrew:{region}:{account}:job/{Name}", NameMember = "Name", Supporting = true)]
public sealed record DataBrewJob : Resource
{
    /// <summary>SSE-S3 or SSE-KMS; absent where the job asks for no encryption.</summary>
    public string? EncryptionMode { get; init; }
}
