using System.Text.Json.Nodes;

namespace AiCloudSecurity.Repairs.Aws;

/// <summary>Settings of SageMaker.</summary>
internal static class SageMakerSettings
{
    private const string Status = "NotebookInstanceStatus";

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
