using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Aws;

/// <summary>Settings of SageMaker.</summary>
internal static class SageMakerSettings
{
    private const string Status = "NotebookInstanceStatus";
    private const string Moment = "@Status";

    /// <summary>A notebook instance. It takes changes while it is stopped, so one that runs is stopped and started again.</summary>
    public static readonly AwsSetting Notebook = new()
    {
        Name = "aws/sagemaker/NotebookInstance",
        Service = "sagemaker",
        Get = "DescribeNotebookInstance",
        State = (answer, _) => answer.Pick("RootAccess", "InstanceMetadataServiceConfiguration", "NotebookInstanceLifecycleConfigName", "PlatformIdentifier", Status),
        Settled = state => state.Text(Status) is not ("Pending" or "Stopping" or "Updating" or "Deleting"),
        Passing = [Status],
        Writes = ["StopNotebookInstance", "UpdateNotebookInstance", "StartNotebookInstance"],
        Calls = Write,
    };

    /// <summary>Who else may use a group's model packages.</summary>
    public static readonly AwsSetting ModelPackageGroupPolicy = new()
    {
        Name = "aws/sagemaker/ModelPackageGroupPolicy",
        Service = "sagemaker",
        Get = "GetModelPackageGroupPolicy",
        None = ["ValidationException"],
        State = (answer, _) => answer.Text("ResourcePolicy").Length > 0 ? answer.Pick("ResourcePolicy") : null,
        Put = "PutModelPackageGroupPolicy",
        Delete = "DeleteModelPackageGroupPolicy",
    };

    /// <summary>Whether a job that runs lets people into its containers. What has ended takes no change.</summary>
    public static readonly AwsSetting TrainingJob = new()
    {
        Name = "aws/sagemaker/TrainingJob",
        Service = "sagemaker",
        Get = "DescribeTrainingJob",
        State = (answer, _) => new() { ["RemoteDebugConfig"] = new JsonObject { ["EnableRemoteDebug"] = answer["RemoteDebugConfig"].Text("EnableRemoteDebug") is "true" or "True" } },
        Put = "UpdateTrainingJob",
    };

    /// <summary>What people of a domain get, and whether they may use Docker. The first is sent whole, so it comes to the same whether SageMaker merges or replaces it.</summary>
    public static readonly AwsSetting Domain = new()
    {
        Name = "aws/sagemaker/Domain",
        Service = "sagemaker",
        Get = "DescribeDomain",
        State = (answer, _) =>
        {
            var state = answer.Pick("DefaultUserSettings");
            state["DockerSettings"] = answer["DomainSettings"]?["DockerSettings"]?.DeepClone() ?? new JsonObject { ["EnableDockerAccess"] = "DISABLED" };
            state[Moment] = answer.Text("Status");
            return state;
        },
        Settled = state => state.Text(Moment) is not ("Updating" or "Pending"),
        Put = "UpdateDomain",
        Input = (_, wanted, changed) =>
        {
            var input = wanted.Pick(changed.Where(member => member == "DefaultUserSettings"));
            if (changed.Contains("DockerSettings"))
            {
                input["DomainSettingsForUpdate"] = wanted.Pick("DockerSettings");
            }
            return input;
        },
        AlsoNeeds = ["iam:PassRole"],
    };

    /// <summary>What a user profile says otherwise than its domain.</summary>
    public static readonly AwsSetting UserProfile = new()
    {
        Name = "aws/sagemaker/UserProfile",
        Service = "sagemaker",
        Get = "DescribeUserProfile",
        State = (answer, _) =>
        {
            var state = answer.Pick("UserSettings");
            state[Moment] = answer.Text("Status");
            return state;
        },
        Settled = state => state.Text(Moment) is not ("Updating" or "Pending"),
        Put = "UpdateUserProfile",
        Input = (_, wanted, _) => wanted.Pick("UserSettings"),
        AlsoNeeds = ["iam:PassRole"],
    };

    /// <summary>Settings of people in which a member of how they share notebooks is set; the rest stays.</summary>
    /// <param name="settings">DefaultUserSettings or UserSettings.</param>
    /// <param name="member">The member of SharingSettings.</param>
    /// <param name="value">What it shall be.</param>
    public static Func<JsonObject?, JsonObject?> Sharing(string settings, string member, string value) => state =>
    {
        var all = state?[settings]?.DeepClone() as JsonObject ?? [];
        var sharing = all["SharingSettings"]?.DeepClone() as JsonObject ?? [];
        sharing[member] = value;
        all["SharingSettings"] = sharing;
        return Wish.With(new() { [settings] = all })(state);
    };

    /// <summary>The request's member that names a notebook.</summary>
    public static JsonObject Key(string notebook) => new() { ["NotebookInstanceName"] = notebook };

    private static IEnumerable<(string, JsonObject)> Write(SettingPlace place, JsonObject? state, JsonObject? wanted, IReadOnlyCollection<string> changed)
    {
        var name = place.Names();
        var members = changed.Where(member => member != Status && !States.Same(state?[member], wanted?[member])).ToList();
        if (members.Count > 0)
        {
            if (state.Text(Status) is "InService")
            {
                yield return ("StopNotebookInstance", name.DeepClone().AsObject());
            }
            var input = name.DeepClone().AsObject();
            foreach (var member in members)
            {
                var value = wanted?[member];
                switch (member)
                {
                    case "NotebookInstanceLifecycleConfigName" when value is null:
                        input["DisassociateLifecycleConfig"] = true;
                        break;
                    case "NotebookInstanceLifecycleConfigName":
                        input["LifecycleConfigName"] = value.DeepClone();
                        break;
                    case "InstanceMetadataServiceConfiguration" when value is null:
                        input[member] = new JsonObject { ["MinimumInstanceMetadataServiceVersion"] = "1" };
                        break;
                    default:
                        input[member] = value?.DeepClone();
                        break;
                }
            }
            yield return ("UpdateNotebookInstance", input);
        }
        if (wanted.Text(Status) is "InService" && (members.Count > 0 || state.Text(Status) is not "InService"))
        {
            yield return ("StartNotebookInstance", name.DeepClone().AsObject());
        }
    }
}
