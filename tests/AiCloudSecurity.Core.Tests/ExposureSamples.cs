using AiCloudSecurity.Exposure;

namespace AiCloudSecurity.Core.Tests;

/// <summary>Ways to AI resources, for reports.</summary>
internal static class ExposureSamples
{
    /// <summary>A way from the internet over a gateway, called by that name, to an endpoint.</summary>
    public static AiExposure Exposure(string name = "gw-1", Reach reach = Reach.Internet, string resource = "chat", string scope = "111122223333")
    {
        var id = Display.Safe($"arn:aws:sagemaker:eu-west-1:{scope}:endpoint/{resource}");
        AiExposureHop Hop(int number, HopKind kind, string hop, string detail) => new() { ResourceId = id, Entry = "api", Number = number, Kind = kind, Name = Display.Safe(hop), Detail = Display.Safe(detail) };
        return new AiExposure
        {
            Cloud = Cloud.Aws, Scope = scope, Region = "eu-west-1", ResourceType = "AWS::SageMaker::Endpoint", ResourceName = Display.Safe(resource), ResourceId = id, Entry = "api", Reach = reach,
            From = "0.0.0.0/0", Authentication = Authentication.None, Gateway = Display.Safe(name), RateLimit = "none", Egress = Egress.None, Path = Display.Safe($"internet → {name} → {resource}"),
            Because = Display.Safe($"{name} lets everybody in."),
        }.With([Hop(1, HopKind.Source, "Internet", "0.0.0.0/0"), Hop(2, HopKind.Front, name, "no authorizer"), Hop(3, reach == Reach.Unknown ? HopKind.Unseen : HopKind.Filter, "sg-1", ""), Hop(4, HopKind.Resource, $"endpoint {resource}", "")], null);
    }
}
