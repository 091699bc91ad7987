using AiCloudSecurity.Exposure.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on collections of OpenSearch Serverless in which knowledge bases keep vectors. Others are no AI service's.</summary>
internal static class VectorCollectionChecks
{
    [Check("AWS-NET-040", Severity.High, "Vectors of a knowledge base are off the internet",
        Risk = "Whoever gets hold of credentials reads or poisons the vectors from anywhere.",
        Advice = "Replace public access in the network policy by Bedrock as source service and your VPC endpoints.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM08", Atlas = "AML.T0085.000",
        Link = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-network.html")]
    [Command("""aws opensearchserverless list-security-policies --type network --region {Region} && aws opensearchserverless update-security-policy --type network --name POLICY_NAME --policy-version POLICY_VERSION --policy '[{"Rules":[{"ResourceType":"collection","Resource":["collection/{Name}"]}],"AllowFromPublic":false,"SourceVPCEs":["VPC_ENDPOINT_ID"],"SourceServices":["bedrock.amazonaws.com"]}]' --region {Region}""")]
    [Passes("""{ "arn": "c", "name": "docs" }""", """CollectionNetworkPolicy { "name": "n", "policy": [ { "Rules": [ { "ResourceType": "collection", "Resource": [ "collection/docs" ] } ], "AllowFromPublic": false, "SourceServices": [ "bedrock.amazonaws.com" ] } ] }""")]
    [Passes("""{ "arn": "c", "name": "docs" }""", """CollectionNetworkPolicy { "name": "n", "policy": [ { "Rules": [ { "ResourceType": "collection", "Resource": [ "collection/shop*" ] } ], "AllowFromPublic": true } ] }""")]
    [Passes("""{ "arn": "c", "name": "docs" }""", """CollectionNetworkPolicy { "name": "n", "policy": [ { "Rules": [ { "ResourceType": "collection", "Resource": [ "collection/docs" ] } ] } ] }""")]
    [Passes("""{ "arn": "c", "name": "docs" }""", """CollectionNetworkPolicy { "name": "n", "policy": [ { "AllowFromPublic": true } ] }""")]
    [Passes("""{ "arn": "c", "name": "docs" }""", Because = "What no policy speaks of, nobody reaches.")]
    [Fails("""{ "arn": "c", "name": "docs" }""", """CollectionNetworkPolicy { "name": "n", "policy": [ { "Rules": [ { "ResourceType": "collection", "Resource": [ "collection/docs" ] } ], "AllowFromPublic": true } ] }""")]
    [Fails("""{ "arn": "c", "name": "docs" }""", """CollectionNetworkPolicy { "name": "n", "policy": [ { "Rules": [ { "ResourceType": "collection", "Resource": [ "collection/shop", "collection/do*" ] } ], "AllowFromPublic": true } ] }""")]
    [Fails("""{ "arn": "c", "name": "docs" }""", """CollectionNetworkPolicy { "name": "n", "policy": [ { "Rules": [ { "ResourceType": "dashboard", "Resource": [ "collection/docs" ] } ], "AllowFromPublic": true } ] }""", Because = "The dashboard shows the data.")]
    [Fails("""{ "arn": "c", "name": "docs" }""",
        """CollectionNetworkPolicy { "name": "m", "policy": [ { "Rules": [ { "ResourceType": "collection", "Resource": [ "collection/docs" ] } ], "AllowFromPublic": false } ] }""",
        """CollectionNetworkPolicy { "name": "n", "policy": [ { "Rules": [ { "ResourceType": "collection", "Resource": [ "collection/*" ] } ], "AllowFromPublic": true } ] }""",
        Because = "Public access wins.")]
    [CannotSay("""{ "arn": "c", "name": "docs" }""", """CollectionNetworkPolicy { "name": "n" }""")]
    [CannotSay("""{ "arn": "c" }""")]
    public static Verdict OffTheInternet(VectorCollection collection, CollectionNetworks networks)
    {
        if (collection.Name is not { } name)
        {
            return Unknown("OpenSearch Serverless does not say what it is called.");
        }
        if (networks.OpeningOf(name) is { } open)
        {
            return Fail($"The network policy {open.Identity.Name} opens it to the internet.");
        }
        _ = networks.RulesOf(name);
        return Pass("No network policy opens it to the internet.");
    }

    [Check("AWS-IAM-049", Severity.High, "Vectors of a knowledge base are open to named roles for named tasks",
        Risk = "Everybody in the account, or one role too powerful, reads, poisons or deletes the vectors.",
        Advice = "Name the roles that need the vectors and the permissions that each needs in the data access policy.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.MayBreak, Owasp = "LLM08", Atlas = "AML.T0085.000",
        Link = "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-data-access.html")]
    [Command("aws opensearchserverless get-access-policy --type data --name {Name} --region {Region} && aws opensearchserverless update-access-policy --type data --name {Name} --policy-version {policyVersion} --policy file://policy.json --region {Region}")]
    [Passes("""{ "name": "a", "policy": [ { "Rules": [ { "ResourceType": "index", "Resource": [ "index/docs/*" ], "Permission": [ "aoss:ReadDocument", "aoss:WriteDocument" ] } ], "Principal": [ "arn:aws:iam::111122223333:role/kb" ] } ] }""",
        """KnowledgeBase { "storageConfiguration": { "opensearchServerlessConfiguration": { "collectionArn": "c" } } }""", """VectorCollection { "arn": "c", "name": "docs" }""")]
    [Fails("""{ "name": "a", "policy": [ { "Rules": [ { "ResourceType": "index", "Resource": [ "index/docs/*" ], "Permission": [ "aoss:*" ] } ], "Principal": [ "arn:aws:iam::111122223333:role/kb" ] } ] }""",
        """KnowledgeBase { "storageConfiguration": { "opensearchServerlessConfiguration": { "collectionArn": "c" } } }""", """VectorCollection { "arn": "c", "name": "docs" }""")]
    [Fails("""{ "name": "a", "policy": [ { "Rules": [ { "ResourceType": "collection", "Resource": [ "collection/d*" ], "Permission": [ "aoss:DescribeCollectionItems" ] } ], "Principal": [ "arn:aws:iam::111122223333:role/kb", "arn:aws:iam::111122223333:root" ] } ] }""",
        """KnowledgeBase { "storageConfiguration": { "opensearchServerlessConfiguration": { "collectionArn": "c" } } }""", """VectorCollection { "arn": "c", "name": "docs" }""")]
    [Fails("""{ "name": "a", "policy": [ { "Rules": [ { "ResourceType": "collection", "Resource": [ "collection/docs" ], "Permission": [ "aoss:DescribeCollectionItems" ] } ], "Principal": [ "*" ] } ] }""",
        """KnowledgeBase { "storageConfiguration": { "opensearchServerlessConfiguration": { "collectionArn": "c" } } }""", """VectorCollection { "arn": "c", "name": "docs" }""")]
    [Fails("""{ "name": "a", "policy": [ { "Rules": [ { "ResourceType": "collection", "Resource": [ "collection/docs" ], "Permission": [ "aoss:DescribeCollectionItems" ] } ], "Principal": [ "111122223333" ] } ] }""",
        """KnowledgeBase { "storageConfiguration": { "opensearchServerlessConfiguration": { "collectionArn": "c" } } }""", """VectorCollection { "arn": "c", "name": "docs" }""")]
    [Fails("""{ "name": "a", "policy": [ { "Rules": [ { "ResourceType": "collection", "Resource": [ "collection/docs" ], "Permission": [ "aoss:DescribeCollectionItems" ] } ], "Principal": [ "arn:aws:iam::111122223333:role/*" ] } ] }""",
        """KnowledgeBase { "storageConfiguration": { "opensearchServerlessConfiguration": { "collectionArn": "c" } } }""", """VectorCollection { "arn": "c", "name": "docs" }""")]
    [Passes("""{ "name": "a", "policy": [ { "Rules": [ { "ResourceType": "index", "Resource": [ "index/shop/*" ], "Permission": [ "aoss:*" ] }, { "ResourceType": "index", "Resource": [ "index/docs/*" ], "Permission": [ "aoss:ReadDocument" ] } ], "Principal": [ "arn:aws:iam::111122223333:role/kb" ] } ] }""",
        """KnowledgeBase { "storageConfiguration": { "opensearchServerlessConfiguration": { "collectionArn": "c" } } }""", """VectorCollection { "arn": "c", "name": "docs" }""",
        Because = "Everything may be done in another collection.")]
    [Skips("""{ "name": "a", "policy": [ { "Rules": [ { "ResourceType": "index", "Resource": [ "index/shop/*" ], "Permission": [ "aoss:*" ] } ], "Principal": [ "*" ] } ] }""",
        """KnowledgeBase { "storageConfiguration": { "opensearchServerlessConfiguration": { "collectionArn": "c" } } }""", """VectorCollection { "arn": "c", "name": "docs" }""")]
    [Skips("""{ "name": "a", "policy": [ { "Rules": [ { "ResourceType": "index", "Resource": [ "index/docs/*" ], "Permission": [ "aoss:*" ] } ], "Principal": [ "*" ] } ] }""", Because = "No knowledge base uses a collection.")]
    [CannotSay("""{ "name": "a" }""", """KnowledgeBase { "storageConfiguration": { "opensearchServerlessConfiguration": { "collectionArn": "c" } } }""", """VectorCollection { "arn": "c", "name": "docs" }""")]
    [Passes("""{ "name": "a", "policy": [ { "Rules": [ { "ResourceType": "index", "Resource": [ "index/docs/*" ], "Permission": [ "aoss:ReadDocument", "aoss:WriteDocument" ] } ], "Principal": [ "saml/123/abc" ] } ] }""",
        """KnowledgeBase { "storageConfiguration": { "opensearchServerlessConfiguration": { "collectionArn": "c" } } }""", """VectorCollection { "arn": "c", "name": "docs" }""", Because = "It is as long as an account, and none.")]
    public static Verdict NamedRoles(CollectionAccessPolicy policy, KnowledgeCollections collections)
    {
        if (collections.Names.Count == 0)
        {
            return NotApplicable("No knowledge base of the region uses a collection.");
        }
        if (policy.Policy is null)
        {
            return Unknown("OpenSearch Serverless does not say what it allows.");
        }
        var granted = (from entry in policy.Policy
                       from rule in entry.Rules ?? []
                       let collection = collections.Names.FirstOrDefault(rule.IsOn)
                       where collection is not null
                       select (entry, rule, collection)).ToList();
        return granted.Count == 0 ? NotApplicable("It speaks of no collection that a knowledge base uses.") : Every.Of(granted.SelectMany(grant => new Func<Verdict>[]
        {
            () => grant.entry.Principal?.FirstOrDefault(IsBroad) is { } broad
                ? Fail($"It opens the collection {grant.collection} to {broad}.")
                : Pass("It names each role."),
            () => grant.rule.Permission?.Contains("aoss:*") is true
                ? Fail($"It allows aoss:* in the collection {grant.collection}.")
                : Pass("It names each permission."),
        }));

        static bool IsBroad(string principal) =>
            principal.Contains('*', StringComparison.Ordinal) || principal.EndsWith(":root", StringComparison.Ordinal)
            || principal.Length == 12 && principal.All(char.IsAsciiDigit);
    }

    /// <summary>The names of the collections that knowledge bases use.</summary>
    internal sealed class KnowledgeCollections(Inventory<KnowledgeBase> bases, Inventory<VectorCollection> collections)
    {
        private readonly Lazy<IReadOnlyList<string>> _names = new(() =>
            [.. bases.All.Select(knowledge => collections.Find(knowledge.StorageConfiguration?.OpensearchServerlessConfiguration?.CollectionArn)?.Name).OfType<string>().Distinct(StringComparer.Ordinal)]);

        public IReadOnlyList<string> Names => _names.Value;
    }
}
