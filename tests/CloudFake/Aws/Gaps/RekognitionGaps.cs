using System.Globalization;
using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>
/// Rekognition's projects, streams, jobs and faces, none of which moto has. A collection is as old as its tag created-on
/// says: no operation of AWS makes one that is.
/// </summary>
internal static class RekognitionGaps
{
    private const string Service = "rekognition";

    private static readonly Kept s_collections = new()
    {
        Service = Service, Create = "CreateCollection", Get = "DescribeCollection", List = "ListCollections", Items = "CollectionIds", NamesOnly = true, Key = "CollectionId", Pascal = true,
        Make = call =>
        {
            var made = call.Input.Pick("CollectionId", "Tags");
            made["CollectionARN"] = call.Arn(Service, $"collection/{call.Text("CollectionId")}");
            made["FaceCount"] = 0;
            made["FaceModelVersion"] = "7.0";
            made["CreationTimestamp"] = DateTimeOffset.TryParse(call.Input["Tags"].Text("created-on"), CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var then)
                ? then.ToUnixTimeSeconds()
                : GapCall.Now;
            return made;
        },
    };

    private static readonly Kept[] s_kinds =
    [
        new()
        {
            Service = Service, Create = "CreateProject", List = "DescribeProjects", Items = "ProjectDescriptions", Key = "ProjectArn", Pascal = true,
            Make = call =>
            {
                var made = call.Input.Pick("Feature", "AutoUpdate");
                made["ProjectArn"] = call.Arn(Service, $"project/{call.Text("ProjectName")}/1700000000000");
                made["CreationTimestamp"] = GapCall.Now;
                made["Status"] = "CREATED";
                return made;
            },
            Created = ["ProjectArn"],
        },
        new()
        {
            Service = Service, Create = "PutProjectPolicy", List = "ListProjectPolicies", Items = "ProjectPolicies", Of = ["ProjectArn"], Key = "PolicyName", Pascal = true,
            Make = call =>
            {
                var made = call.Input.Pick("PolicyName", "PolicyDocument");
                made["PolicyRevisionId"] = "1";
                made["CreationTimestamp"] = GapCall.Now;
                made["LastUpdatedTimestamp"] = GapCall.Now;
                return made;
            },
            Created = ["PolicyRevisionId"],
        },
        new()
        {
            Service = Service, Create = "CreateProjectVersion", List = "DescribeProjectVersions", Items = "ProjectVersionDescriptions", Of = ["ProjectArn"], Key = "ProjectVersionArn", Pascal = true,
            Make = call =>
            {
                var made = call.Input.Pick("OutputConfig", "KmsKeyId", "VersionDescription", "FeatureConfig");
                made["ProjectVersionArn"] = $"{call.Text("ProjectArn")[..call.Text("ProjectArn").LastIndexOf('/')]}/version/{call.Text("VersionName")}/1700000000001";
                made["CreationTimestamp"] = GapCall.Now;
                made["Status"] = "TRAINING_COMPLETED";
                return made;
            },
            Created = ["ProjectVersionArn"],
            Summary = ["ProjectVersionArn", "CreationTimestamp", "Status", "OutputConfig", "KmsKeyId", "VersionDescription", "FeatureConfig"],
        },
        new()
        {
            Service = Service, Create = "CreateStreamProcessor", Get = "DescribeStreamProcessor", List = "ListStreamProcessors", Items = "StreamProcessors", Key = "Name", Pascal = true,
            Make = call =>
            {
                var made = call.Input.Pick("Name", "Input", "Output", "RoleArn", "Settings", "NotificationChannel", "KmsKeyId", "RegionsOfInterest", "DataSharingPreference");
                made["StreamProcessorArn"] = call.Arn(Service, $"streamprocessor/{call.Text("Name")}");
                made["Status"] = "STOPPED";
                made["CreationTimestamp"] = GapCall.Now;
                return made;
            },
            Created = ["StreamProcessorArn"],
            Summary = ["Name", "Status"],
        },
        new()
        {
            Service = Service, Create = "StartMediaAnalysisJob", List = "ListMediaAnalysisJobs", Items = "MediaAnalysisJobs", Key = "JobId", Pascal = true,
            Make = call =>
            {
                var made = call.Input.Pick("JobName", "OperationsConfig", "Input", "OutputConfig", "KmsKeyId");
                made["JobId"] = Kept.IdOf(call, call.Text("JobName"), 64);
                made["Status"] = "SUCCEEDED";
                made["CreationTimestamp"] = GapCall.Now;
                made["CompletionTimestamp"] = GapCall.Now;
                return made;
            },
            Created = ["JobId"],
        },
    ];

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        Kept.AddTo(handlers, [s_collections, .. s_kinds]);
        handlers[$"{Service}:CreateCollection"] = call => Task.FromResult(CreateCollection(call));
        handlers[$"{Service}:DescribeCollection"] = call => Task.FromResult(DescribeCollection(call));
        handlers[$"{Service}:IndexFaces"] = call => Task.FromResult(IndexFaces(call));
        handlers[$"{Service}:ListTagsForResource"] = call => Task.FromResult(ListTags(call));
    }

    private static AwsAnswer CreateCollection(GapCall call)
    {
        var made = s_collections.Make(call);
        s_collections.Keep(call, made);
        return call.Ok(new JsonObject { ["StatusCode"] = 200, ["CollectionArn"] = made.Text("CollectionARN"), ["FaceModelVersion"] = made.Text("FaceModelVersion") });
    }

    private static AwsAnswer DescribeCollection(GapCall call) => Collection(call, call.Text("CollectionId")) is { } collection
        ? call.Ok(collection.Pick("FaceCount", "FaceModelVersion", "CollectionARN", "CreationTimestamp"))
        : Missing(call);

    private static AwsAnswer IndexFaces(GapCall call)
    {
        if (Collection(call, call.Text("CollectionId")) is not { } collection)
        {
            return Missing(call);
        }

        collection["FaceCount"] = (int)collection["FaceCount"]! + 1;
        s_collections.Keep(call, collection);
        return call.Ok(new JsonObject { ["FaceRecords"] = new JsonArray(), ["FaceModelVersion"] = collection.Text("FaceModelVersion") });
    }

    private static AwsAnswer ListTags(GapCall call) => Collection(call, call.Text("ResourceArn").Split('/')[^1]) is { } collection
        ? call.Ok(new JsonObject { ["Tags"] = collection["Tags"]?.DeepClone() ?? new JsonObject() })
        : Missing(call);

    private static JsonObject? Collection(GapCall call, string id) => s_collections.All(call).FirstOrDefault(collection => collection.Text("CollectionId") == id);

    private static AwsAnswer Missing(GapCall call) => call.Error(400, "ResourceNotFoundException", "The resource specified in the request cannot be found.");
}
