using System.Globalization;
using AiCloudSecurity.Checks.Aws;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Exposure.Aws;

/// <summary>The ways through what stands in front of models: API gateways, load balancers, function URLs, endpoints in VPCs.</summary>
internal sealed class FrontWays(
    AwsWays ways, AiBackends backends, Inventory<RestPath> paths, Inventory<RestStage> stages, RestApiChecks.PlanLimits plans, Inventory<WebAcl> acls,
    Inventory<HttpRoute> routes, Inventory<HttpIntegration> integrations, Inventory<HttpStage> httpStages,
    Inventory<FunctionUrl> urls)
{
    public IEnumerable<Exposed> Of(RestApi api)
    {
        var methods = RestApiChecks.Fronting(api, paths, backends);
        if (methods.Count == 0)
        {
            yield break;
        }
        var behind = backends.Of(methods[0].MethodIntegration?.Uri);
        foreach (var stage in stages.Of(api))
        {
            var exposed = new Exposed(api, "REST API", $"Stage {stage.StageName}") { IsInference = true };
            SetSources(exposed, api);
            exposed.Authentication = methods.Min(AuthenticationOf);
            var plan = methods.TrueForAll(method => method.ApiKeyRequired is true) ? plans.Of(api, stage) : null;
            var acl = stage.WebAclArn is null ? null : acls.Find(stage.WebAclArn);
            exposed.Gateway = $"API Gateway{(plan is null ? "" : $" with usage plan {plan.Identity.Name}")}{(acl is null ? "" : $" and WAF {acl.Identity.Name}")}";
            exposed.RateLimit = plan?.Throttle?.RateLimit is { } rate ? $"{Figure(rate)} requests/s for each API key"
                : LimitOf(acl) is { } limit ? limit
                : stage.MethodSettings?.GetValueOrDefault("*/*")?.ThrottlingRateLimit is { } all and >= 0 ? $"{Figure(all)} requests/s, all callers together"
                : Exposed.Nothing;
            if (acl is not null)
            {
                exposed.Via(HopKind.Front, acl.Identity.Name, LimitOf(acl) ?? "no rate rule");
            }
            yield return exposed.Via(HopKind.Front, $"API Gateway {stage.StageName}", $"{exposed.Authentication}").Because($"It leads to {behind}.");
        }
    }

    public IEnumerable<Exposed> Of(HttpApi api)
    {
        var fronting = routes.Of(api).Where(route => HttpApiChecks.Backend(api, route, integrations, backends) is not null).ToList();
        if (fronting.Count == 0)
        {
            yield break;
        }
        foreach (var stage in httpStages.Of(api))
        {
            var exposed = (new Exposed(api, "HTTP API", $"Stage {stage.Identity.Name}") { IsInference = true }).ByEverybody();
            exposed.Authentication = fronting.Min(route => route.AuthorizationType switch
            {
                "AWS_IAM" => Authentication.Iam,
                "JWT" or "CUSTOM" => Authentication.Token,
                _ => route.ApiKeyRequired is true ? Authentication.Key : Authentication.None,
            });
            exposed.Gateway = "API Gateway";
            exposed.RateLimit = stage.DefaultRouteSettings?.ThrottlingRateLimit is { } rate and > 0 ? $"{Figure(rate)} requests/s, all callers together" : Exposed.Nothing;
            yield return exposed.Via(HopKind.Front, $"API Gateway {stage.Identity.Name}", $"{exposed.Authentication}")
                .Because($"It leads to {HttpApiChecks.Backend(api, fronting[0], integrations, backends)}.");
        }
    }

    public IEnumerable<Exposed> Of(LambdaFunction function)
    {
        if (urls.One(function) is not { } url || backends.Of(function) is not { } behind)
        {
            yield break;
        }
        var exposed = (new Exposed(function, "function", "Function URL") { IsInference = true }).ByEverybody();
        exposed.Authentication = url.AuthType is "AWS_IAM" ? Authentication.Iam : Authentication.None;
        yield return exposed.Via(HopKind.Api, "function URL", url.AuthType ?? "NONE").Because(exposed.Authentication == Authentication.Iam ? "Its URL asks for a signature." : $"Its URL leads everybody to {behind}.");
    }

    public IEnumerable<Exposed> Of(VpcEndpoint endpoint)
    {
        if (endpoint.VpcEndpointType is not "Interface" || endpoint.AiService() is not { } service || !endpoint.IsAvailable)
        {
            yield break;
        }
        var exposed = new Exposed(endpoint, "VPC endpoint", $"VPC endpoint of {service}") { Authentication = Authentication.Iam };
        if (endpoint.SubnetIds is not { Count: > 0 } subnets)
        {
            exposed.Unseen("The endpoint's subnets are not in the estate.");
        }
        else
        {
            ways.Places(exposed, ways.Network.Places(subnets, [.. (endpoint.Groups ?? []).Select(group => group.GroupId).OfType<string>()]), 443);
        }
        yield return exposed.Via(HopKind.PrivateEndpoint, endpoint.Identity.Name, service)
            .Because(VpcEndpointChecks.Policy(endpoint).Reason);
    }

    private static void SetSources(Exposed exposed, RestApi api)
    {
        if (api.EndpointConfiguration?.Types is { Count: > 0 } types && types.All(type => type is "PRIVATE"))
        {
            exposed.Reach = Reach.PrivateNetwork;
            exposed.From = string.Join(", ", api.EndpointConfiguration.VpcEndpointIds ?? []);
            exposed.Via(HopKind.Source, "VPC").Via(HopKind.PrivateEndpoint, exposed.From.Length > 0 ? exposed.From : "execute-api").Because("It is private: only endpoints in VPCs lead to it.");
            return;
        }
        if (api.Policy is { Length: > 0 } text && RangesOf(text) is { } ranges)
        {
            exposed.Reach = ranges.IsWholeInternet ? Reach.Internet : ranges.HasInternet ? Reach.InternetRestricted : Reach.None;
            exposed.By(ranges).Via(HopKind.Source, "internet").Via(HopKind.Filter, "resource policy", exposed.From).Because("Its own policy says from which addresses it is called.");
            return;
        }
        exposed.ByEverybody();
    }

    /// <summary>From which addresses a policy lets callers in; null where it does not say.</summary>
    /// <exception cref="UnseenException">It cannot be understood.</exception>
    private static AddressSet? RangesOf(string text)
    {
        try
        {
            // API Gateway hands it over as the inside of a JSON string.
            var policy = PolicyDocument.Parse(text.Contains("\\\"", StringComparison.Ordinal) ? text.Replace("\\\"", "\"", StringComparison.Ordinal).Replace("\\/", "/", StringComparison.Ordinal) : text);
            AddressSet? allowed = null;
            var denied = AddressSet.Empty;
            foreach (var statement in policy.Statements)
            {
                var by = statement.Conditions.Where(condition => condition.IsOn("aws:SourceIp")).ToList();
                if (by.Count != statement.Conditions.Count)
                {
                    // What else it asks for says nothing of addresses: of a denial it is left out, of a permission everybody may come.
                    if (statement.IsAllow)
                    {
                        allowed = AddressSet.All;
                    }
                    continue;
                }
                var set = by.Aggregate(AddressSet.All, (sum, condition) => sum.Intersect(
                    condition.Operator.StartsWith("Not", StringComparison.OrdinalIgnoreCase) ? AddressSet.All.Except(Ranges(condition)) : Ranges(condition)));
                (allowed, denied) = statement.IsAllow ? ((allowed ?? AddressSet.Empty).Union(set), denied) : (allowed, denied.Union(set));
            }
            return allowed is null && denied.IsEmpty ? null : (allowed ?? AddressSet.All).Except(denied);
        }
        catch (MalformedPolicyException malformed)
        {
            throw new UnseenException($"Its policy cannot be understood. {malformed.Message}.");
        }

        static AddressSet Ranges(PolicyCondition condition) => AddressSet.UnionOf(condition.Values.Select(value => AddressSet.TryParse(value) ?? throw new UnseenException("Its policy names a range that is not understood.")));
    }

    private static Authentication AuthenticationOf(RestMethod method) => method.AuthorizationType switch
    {
        "AWS_IAM" => Authentication.Iam,
        "CUSTOM" or "COGNITO_USER_POOLS" => Authentication.Token,
        _ => method.ApiKeyRequired is true ? Authentication.Key : Authentication.None,
    };

    /// <summary>The narrowest limit of a web ACL for one caller; null where it has none.</summary>
    public static string? LimitOf(WebAcl? acl) => (acl?.Rules ?? []).Where(rule => rule.Action?.Count is null && rule.Action?.Allow is null)
        .Select(rule => rule.Statement?.RateBasedStatement).OfType<WafRate>().Where(rate => rate.Limit is not null).MinBy(rate => rate.Limit) is { } rate
        ? $"{rate.Limit} requests in {rate.EvaluationWindowSec ?? 300} s for each caller" : null;

    private static string Figure(double value) => value.ToString("0.##", CultureInfo.InvariantCulture);
}
