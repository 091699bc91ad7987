using AiCloudSecurity.Checks.Aws;
using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Exposure.Aws;

/// <summary>The ways to Bedrock, AgentCore, their stores of vectors, and Amazon Q Business.</summary>
internal sealed class BedrockWays(AwsWays ways, BedrockUse use, Inventory<ServiceSpecificCredential> credentials, CollectionNetworks collections, Inventory<QBusinessApplication> applications)
{
    public IEnumerable<Exposed> Of(RegionItself region)
    {
        if (!use.Any)
        {
            yield break;
        }
        var exposed = ways.Api(region, "Bedrock in", "InvokeModel API", "bedrock-runtime");
        exposed.IsInference = true;
        try
        {
            if (credentials.Any(credential => credential.ServiceName is "bedrock.amazonaws.com" && credential.Status is "Active"))
            {
                exposed.Authentication = Authentication.Key;
                exposed.Because("There are long-term API keys of Bedrock: whoever has one needs no signature.");
            }
        }
        catch (UnseenException unseen)
        {
            exposed.Authentication = Authentication.Unknown;
            exposed.Because($"Whether there are API keys is not known: {unseen.Message}");
        }
        exposed.RateLimit = "the account's quota, all callers together";
        yield return exposed;
    }

    public IEnumerable<Exposed> Of(KnowledgeBase knowledge)
    {
        yield return ways.Api(knowledge, "knowledge base", "Retrieve API", "bedrock-agent-runtime", isCall: false);
        // Collections, indexes of S3 and clusters of Aurora are resources of their own.
        if (knowledge.StorageConfiguration?.Type is { } type and not ("OPENSEARCH_SERVERLESS" or "S3_VECTORS" or "RDS"))
        {
            yield return new Exposed(knowledge, "vectors of", "Vector store") { Egress = Egress.None }.Unseen($"Its vectors lie in a store of the type {type}, whose networks are not in the estate.");
        }
    }

    public IEnumerable<Exposed> Of(VectorCollection collection)
    {
        var name = collection.Name ?? throw new UnseenException("OpenSearch Serverless does not say what it is called.");
        var exposed = new Exposed(collection, "vector collection", "Collection endpoint") { Authentication = Authentication.Iam };
        if (collections.OpeningOf(name) is { } open)
        {
            yield return exposed.ByEverybody().Via(HopKind.Filter, open.Identity.Name, "AllowFromPublic").Because($"The network policy {open.Identity.Name} opens it to the internet.");
            yield break;
        }
        var rules = collections.RulesOf(name);
        var endpoints = rules.SelectMany(rule => rule.SourceVPCEs ?? []).Distinct(StringComparer.Ordinal).ToList();
        var services = rules.SelectMany(rule => rule.SourceServices ?? []).Distinct(StringComparer.Ordinal).ToList();
        exposed.Reach = endpoints.Count > 0 ? Reach.PrivateNetwork : services.Count > 0 ? Reach.Organisation : Reach.None;
        exposed.From = string.Join(", ", endpoints.Concat(services));
        yield return (endpoints.Count > 0 ? exposed.Via(HopKind.Source, "VPC").Via(HopKind.PrivateEndpoint, string.Join(", ", endpoints)) : services.Count > 0 ? exposed.Via(HopKind.Source, string.Join(", ", services)) : exposed)
            .Because(exposed.Reach == Reach.None ? "No network policy lets anybody in." : "Network policies let in the endpoints and services that they name.");
    }

    public static IEnumerable<Exposed> Of(DatabaseCluster cluster, AwsWays ways)
    {
        if (cluster.HttpEndpointEnabled is true)
        {
            yield return ways.Api(cluster, "vector database", "RDS Data API", "rds-data", isCall: false).Because("The Data API is on: signed requests with the database's secret are answered.");
        }
        else
        {
            yield return new Exposed(cluster, "vector database", "Database port") { Authentication = Authentication.Key }.Unseen("Whether its instances have public addresses is not read.");
        }
    }

    public IEnumerable<Exposed> Of(AgentRuntime runtime)
    {
        var exposed = Tool(runtime, "agent runtime", "InvokeAgentRuntime API", runtime.NetworkConfiguration);
        if (runtime.AuthorizerConfiguration?.CustomJWTAuthorizer is { } jwt)
        {
            exposed.Authentication = Authentication.Token;
            exposed.From = "0.0.0.0/0, ::/0";
            exposed.Because(jwt is { AllowedAudience: not { Count: > 0 }, AllowedClients: not { Count: > 0 } } ? "It takes any token of its identity provider." : "It takes tokens of its identity provider.");
        }
        yield return exposed;
    }

    public IEnumerable<Exposed> Of(AgentGateway gateway)
    {
        var exposed = ways.Api(gateway, "gateway", "Gateway URL", "gateway.bedrock-agentcore", isCall: false);
        exposed.Authentication = gateway.AuthorizerType switch
        {
            "NONE" => Authentication.None,
            "AWS_IAM" => Authentication.Iam,
            "CUSTOM_JWT" or "AUTHENTICATE_ONLY" => Authentication.Token,
            _ => Authentication.Unknown,
        };
        if (exposed.Authentication != Authentication.Iam)
        {
            exposed.From = "0.0.0.0/0, ::/0";
        }
        exposed.Gateway = "AgentCore gateway";
        yield return exposed.Because(exposed.Authentication == Authentication.None ? "It asks nobody who he is." : $"Its authorizer is {gateway.AuthorizerType}.");
    }

    public Exposed Tool(Resource resource, string what, string entry, AgentNetwork? network)
    {
        var exposed = ways.Api(resource, what, entry, "bedrock-agentcore", isCall: false);
        switch (network?.NetworkMode)
        {
            case "PUBLIC":
                AwsWays.LeaveFreely(exposed, "It works from a network of AWS with the whole internet open.");
                break;
            case "SANDBOX":
                exposed.Egress = Egress.Restricted;
                exposed.Because("It works from a network of AWS off the internet, with S3 and DNS open.");
                break;
            case "VPC" when network.Place is { Subnets.Count: > 0 } place:
                ways.LeaveBy(exposed, place.Subnets, place.SecurityGroups);
                break;
            default:
                exposed.Egress = Egress.Unknown;
                exposed.Because("AgentCore does not say from which network it works.");
                break;
        }
        return exposed;
    }

    public IEnumerable<Exposed> Of(QBusinessWebExperience page)
    {
        var exposed = new Exposed(page, "web experience", "Web page") .ByEverybody();
        var application = applications.Find(page.Identity.Parent);
        exposed.Authentication = application?.IdentityType switch { "ANONYMOUS" => Authentication.None, null => Authentication.Unknown, _ => Authentication.Token };
        yield return exposed.Because(exposed.Authentication == Authentication.None ? "Its application answers without a sign-in." : "The page is on the internet.");
    }
}
