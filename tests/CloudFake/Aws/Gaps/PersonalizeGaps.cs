namespace AiCloudSecurity.CloudFake;

/// <summary>Dataset groups of Personalize, of which moto has schemas only.</summary>
internal static class PersonalizeGaps
{
    private static readonly Kept s_groups = new()
    {
        Service = "personalize", Create = "CreateDatasetGroup", Get = "DescribeDatasetGroup", Wrap = "datasetGroup", List = "ListDatasetGroups", Items = "datasetGroups", Key = "datasetGroupArn",
        CreatedWrap = "", Make = call =>
        {
            var made = call.Input.Pick("name", "roleArn", "kmsKeyArn", "domain");
            made["datasetGroupArn"] = call.Arn("personalize", $"dataset-group/{call.Text("name")}");
            made["status"] = "ACTIVE";
            made["creationDateTime"] = GapCall.Now;
            made["lastUpdatedDateTime"] = GapCall.Now;
            return made;
        },
        Created = ["datasetGroupArn", "domain"],
        Summary = ["name", "datasetGroupArn", "status", "creationDateTime", "lastUpdatedDateTime", "domain"],
    };

    public static void AddTo(Dictionary<string, GapHandler> handlers) => Kept.AddTo(handlers, s_groups);
}
