namespace AiCloudSecurity.CloudFake;

/// <summary>Kendra, which moto does not have.</summary>
internal static class KendraGaps
{
    private static readonly Kept s_indices = new()
    {
        Service = "kendra", Create = "CreateIndex", Get = "DescribeIndex", List = "ListIndices", Items = "IndexConfigurationSummaryItems", Key = "Id", Pascal = true,
        Make = call =>
        {
            var made = call.Input.Pick("Name", "Edition", "RoleArn", "Description", "ServerSideEncryptionConfiguration", "UserTokenConfigurations", "UserContextPolicy", "UserGroupResolutionConfiguration");
            made["Id"] = Kept.UuidOf(call, call.Text("Name"));
            made["Edition"] ??= "ENTERPRISE_EDITION";
            made["UserContextPolicy"] ??= "ATTRIBUTE_FILTER";
            made["Status"] = "ACTIVE";
            made["CreatedAt"] = GapCall.Now;
            made["UpdatedAt"] = GapCall.Now;
            return made;
        },
        Created = ["Id"],
        Summary = ["Name", "Id", "Edition", "CreatedAt", "UpdatedAt", "Status"],
    };

    public static void AddTo(Dictionary<string, GapHandler> handlers) => Kept.AddTo(handlers, s_indices);
}
