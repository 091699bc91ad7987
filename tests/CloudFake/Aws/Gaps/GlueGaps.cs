using System.Text.Json.Nodes;

namespace AiCloudSecurity.CloudFake;

/// <summary>Glue's machine learning transforms, which moto does not have.</summary>
internal static class GlueGaps
{
    private const string Table = "glue-transforms";

    public static void AddTo(Dictionary<string, GapHandler> handlers)
    {
        handlers["glue:CreateMLTransform"] = call =>
        {
            var id = "tfm-" + GapJson.IdOf(call.Text("Name"), 40, "0123456789abcdef");
            var made = call.Input.Pick("Name", "Description", "InputRecordTables", "Parameters", "Role", "GlueVersion", "TransformEncryption");
            made["TransformId"] = id;
            made["Status"] = "READY";
            made["CreatedOn"] = GapCall.Now;
            call.Table(Table)[id] = made;
            return Task.FromResult(call.Ok(new JsonObject { ["TransformId"] = id }));
        };
        handlers["glue:GetMLTransforms"] = call => Task.FromResult(call.Ok(AwsPaging.Page(call.Input, "Transforms", call.Table(Table).All, "MaxResults", "NextToken")));
    }
}
