namespace AiCloudSecurity.Resources.Aws;

/// <summary>A vendor whose software reads what an application of Amazon Q Business knows, as ListDataAccessors gives it.</summary>
[AwsResource("AWS::QBusiness::DataAccessor", "qbusiness", Of = typeof(QBusinessApplication),
    List = "ListDataAccessors GET /applications/{applicationId}/dataaccessors", Items = "dataAccessors", Key = "applicationId",
    Id = "{parent}/data-accessor/{dataAccessorId}", NameMember = "displayName")]
public sealed record QBusinessDataAccessor : Resource
{
    /// <summary>The vendor's role.</summary>
    public string? Principal { get; init; }
}
