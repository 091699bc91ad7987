namespace AiCloudSecurity.CloudFake;

/// <summary>Models of the Marketplace on endpoints, which moto does not have.</summary>
internal static class MarketplaceGaps
{
    private static readonly Kept s_endpoints = new()
    {
        Service = "bedrock", Create = "CreateMarketplaceModelEndpoint", Get = "GetMarketplaceModelEndpoint", Wrap = "marketplaceModelEndpoint",
        List = "ListMarketplaceModelEndpoints", Items = "marketplaceModelEndpoints", Key = "endpointArn",
        Make = call =>
        {
            var made = call.Input.Pick("modelSourceIdentifier", "endpointConfig");
            made["endpointArn"] = call.Arn("sagemaker", $"endpoint/{call.Text("endpointName")}");
            made["status"] = "REGISTERED";
            made["endpointStatus"] = "InService";
            made["createdAt"] = GapCall.NowText;
            made["updatedAt"] = GapCall.NowText;
            return made;
        },
        Summary = ["endpointArn", "modelSourceIdentifier", "status", "createdAt", "updatedAt"],
    };

    public static void AddTo(Dictionary<string, GapHandler> handlers) => Kept.AddTo(handlers, s_endpoints);
}
