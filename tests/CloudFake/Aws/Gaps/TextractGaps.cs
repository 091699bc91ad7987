namespace AiCloudSecurity.CloudFake;

/// <summary>Textract's adapters, which moto does not have.</summary>
internal static class TextractGaps
{
    private static readonly Kept s_adapters = new()
    {
        Service = "textract", Create = "CreateAdapter", List = "ListAdapters", Items = "Adapters", Key = "AdapterId", Pascal = true,
        Make = call =>
        {
            var made = call.Input.Pick("AdapterName", "FeatureTypes");
            made["AdapterId"] = Kept.IdOf(call, call.Text("AdapterName"), 12);
            made["CreationTime"] = GapCall.Now;
            return made;
        },
        Created = ["AdapterId"],
    };

    private static readonly Kept s_versions = new()
    {
        Service = "textract", Create = "CreateAdapterVersion", Get = "GetAdapterVersion", List = "ListAdapterVersions", Items = "AdapterVersions", Of = ["AdapterId"], Key = "AdapterVersion", Pascal = true,
        Make = call =>
        {
            var made = call.Input.Pick("DatasetConfig", "KMSKeyId", "OutputConfig");
            made["AdapterVersion"] = "1";
            made["CreationTime"] = GapCall.Now;
            made["Status"] = "ACTIVE";
            return made;
        },
        Created = ["AdapterId", "AdapterVersion"],
        Summary = ["AdapterId", "AdapterVersion", "CreationTime", "Status"],
    };

    public static void AddTo(Dictionary<string, GapHandler> handlers) => Kept.AddTo(handlers, s_adapters, s_versions);
}
