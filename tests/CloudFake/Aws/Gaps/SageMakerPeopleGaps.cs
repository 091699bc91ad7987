using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// More SageMaker resources that moto does not have: labelling jobs, workforces and teams, review workflows, shadow
/// tests, MLflow servers, and the policies of model package groups.
/// </summary>
internal static class SageMakerPeopleGaps
{
    /// <param name="Noun">As in Create<c>Noun</c>.</param>
    /// <param name="List">The member of the list's answer.</param>
    /// <param name="Path">The resource part of the ARN.</param>
    /// <param name="Key">The member that names one.</param>
    /// <param name="Made">The member of the create operation's answer that has the ARN.</param>
    /// <param name="Arn">The member of the resource that has it.</param>
    /// <param name="Times">The members that have the times of creation and change.</param>
    /// <param name="State">The member that tells its state, and the state; empty where it has none.</param>
    /// <param name="Summary">Members that the list shows; all of them where there are none.</param>
    private sealed record Kind(string Noun, string List, string Path, string Key, string Made, string Arn, (string Made, string Changed) Times, (string Member, string Value) State, params string[] Summary)
    {
        public string Plural => Noun + "s";

        public bool IsWhole => Summary.Length == 0;
    }

    private static readonly (string, string) Times = ("CreationTime", "LastModifiedTime");
    private static readonly (string, string) Dates = ("CreateDate", "LastUpdatedDate");

    private static readonly Kind[] Kinds =
    [
        new("LabelingJob", "LabelingJobSummaryList", "labeling-job", "LabelingJobName", "LabelingJobArn", "LabelingJobArn", Times, ("LabelingJobStatus", "InProgress"),
            "LabelingJobName", "LabelingJobArn", "CreationTime", "LastModifiedTime", "LabelingJobStatus", "LabelCounters", "WorkteamArn", "InputConfig"),
        new("FlowDefinition", "FlowDefinitionSummaries", "flow-definition", "FlowDefinitionName", "FlowDefinitionArn", "FlowDefinitionArn", ("CreationTime", ""), ("FlowDefinitionStatus", "Active"),
            "FlowDefinitionName", "FlowDefinitionArn", "FlowDefinitionStatus", "CreationTime"),
        new("InferenceExperiment", "InferenceExperiments", "inference-experiment", "Name", "InferenceExperimentArn", "Arn", Times, ("Status", "Running"),
            "Name", "Type", "Schedule", "Status", "Description", "CreationTime", "LastModifiedTime", "RoleArn"),
        new("MlflowTrackingServer", "TrackingServerSummaries", "mlflow-tracking-server", "TrackingServerName", "TrackingServerArn", "TrackingServerArn", Times, ("TrackingServerStatus", "Created"),
            "TrackingServerArn", "TrackingServerName", "CreationTime", "LastModifiedTime", "TrackingServerStatus", "IsActive", "MlflowVersion"),
        new("Workforce", "Workforces", "workforce", "WorkforceName", "WorkforceArn", "WorkforceArn", Dates, ("Status", "Active")),
        new("Workteam", "Workteams", "workteam/private-crowd", "WorkteamName", "WorkteamArn", "WorkteamArn", Dates, ("", "")),
    ];

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        foreach (var kind in Kinds)
        {
            handlers[$"sagemaker:Create{kind.Noun}"] = call => Task.FromResult(Create(kind, call));
            handlers[$"sagemaker:Describe{kind.Noun}"] = call => Task.FromResult(Describe(kind, call));
            handlers[$"sagemaker:List{kind.Plural}"] = call => Task.FromResult(List(kind, call));
        }

        handlers["sagemaker:PutModelPackageGroupPolicy"] = call =>
        {
            call.Table("ModelPackageGroupPolicy")[call.Text("ModelPackageGroupName")] = call.Input.Pick("ResourcePolicy");
            return Task.FromResult(call.Ok(new JsonObject { ["ModelPackageGroupArn"] = call.Arn("sagemaker", $"model-package-group/{call.Text("ModelPackageGroupName")}") }));
        };
        handlers["sagemaker:DeleteModelPackageGroupPolicy"] = call =>
        {
            call.Table("ModelPackageGroupPolicy")[call.Text("ModelPackageGroupName")] = null;
            return Task.FromResult(call.Ok(new JsonObject()));
        };
        handlers["sagemaker:GetModelPackageGroupPolicy"] = call => Task.FromResult(
            call.Table("ModelPackageGroupPolicy")[call.Text("ModelPackageGroupName")] is { } policy ? call.Ok(policy)
            : call.Error(400, "ValidationException", $"Cannot find resource policy for: {call.Arn("sagemaker", $"model-package-group/{call.Text("ModelPackageGroupName")}")}"));
    }

    private static AwsAnswer Create(Kind kind, GapCall call)
    {
        var made = (JsonObject)call.Input.DeepClone();
        made.Remove("Tags");
        made[kind.Arn] = call.Arn("sagemaker", $"{kind.Path}/{call.Text(kind.Key)}");
        made[kind.Times.Made] = GapCall.Now;
        if (kind.Times.Changed.Length > 0)
        {
            made[kind.Times.Changed] = GapCall.Now;
        }

        if (kind.State.Member.Length > 0)
        {
            made[kind.State.Member] = kind.State.Value;
        }

        switch (kind.Noun)
        {
            case "LabelingJob":
                made["JobReferenceCode"] = "0";
                made["LabelCounters"] = new JsonObject { ["TotalLabeled"] = 0, ["Unlabeled"] = 10 };
                made["WorkteamArn"] = made["HumanTaskConfig"]?["WorkteamArn"]?.DeepClone();
                break;
            case "InferenceExperiment":
                made["EndpointMetadata"] = new JsonObject { ["EndpointName"] = call.Text("EndpointName") };
                made.Remove("EndpointName");
                foreach (var variant in made["ModelVariants"]?.AsArray() ?? [])
                {
                    variant!["Status"] = "InService";
                }

                break;
            case "MlflowTrackingServer":
                made["IsActive"] = "Active";
                made["S3BucketOwnerVerification"] ??= false;
                break;
            case "Workteam":
                made["WorkforceArn"] = call.Arn("sagemaker", $"workforce/{call.Text("WorkforceName")}");
                made.Remove("WorkforceName");
                break;
            case "Workforce":
                made["SourceIpConfig"] ??= new JsonObject { ["Cidrs"] = new JsonArray() };
                if (made["WorkforceVpcConfig"] is JsonObject vpc)
                {
                    vpc["VpcEndpointId"] = "vpce-0123456789abcdef0";
                }

                break;
        }

        call.Table(kind.Noun)[call.Text(kind.Key)] = made;
        return call.Ok(new JsonObject { [kind.Made] = made[kind.Arn]!.DeepClone() });
    }

    private static AwsAnswer Describe(Kind kind, GapCall call)
    {
        if (call.Table(kind.Noun)[call.Text(kind.Key)] is not { } made)
        {
            return call.Error(400, "ResourceNotFound", $"{kind.Noun} {call.Text(kind.Key)} does not exist.");
        }

        if (kind.Noun == "LabelingJob")
        {
            made.Remove("WorkteamArn");
        }

        return call.Ok(kind.IsWhole ? new JsonObject { [kind.Noun] = made } : made);
    }

    private static AwsAnswer List(Kind kind, GapCall call) =>
        call.Ok(AwsPaging.Page(call.Input, kind.List, call.Table(kind.Noun).All.Select(made => kind.IsWhole ? made : made.Pick(kind.Summary)), "MaxResults", "NextToken", 10));
}
