using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on Bedrock's knowledge bases and the stores of their vectors.</summary>
internal static class KnowledgeBaseChecks
{
    private const string ApplicationLogs = "APPLICATION_LOGS";

    [Check("AWS-MON-035", Severity.Medium, "Knowledge base delivers its application logs",
        Risk = "Nobody sees which documents were taken in, and a poisoned one leaves no trace.",
        Advice = "Create a delivery source for the knowledge base's application logs and a delivery to a log group or bucket.",
        Tip = Tip.Audit, Remedy = Remedy.Safe, Owasp = "LLM08", Atlas = "AML.T0070",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/knowledge-bases-logging.html")]
    [Command("aws logs put-delivery-source --name NEW_SOURCE_NAME --resource-arn {Id} --log-type APPLICATION_LOGS --region {Region} && aws logs put-delivery-destination --name NEW_DESTINATION_NAME --delivery-destination-configuration destinationResourceArn=LOG_GROUP_ARN --region {Region} && aws logs create-delivery --delivery-source-name NEW_SOURCE_NAME --delivery-destination-arn DELIVERY_DESTINATION_ARN --region {Region}")]
    [Passes("""{ "@Id": "kb" }""", """DeliverySource { "arn": "s", "name": "s1", "resourceArns": [ "kb" ], "logType": "APPLICATION_LOGS" }""", """Delivery { "arn": "d", "deliverySourceName": "s1" }""")]
    [Fails("""{ "@Id": "kb" }""", """DeliverySource { "arn": "s", "name": "s1", "resourceArns": [ "kb" ], "logType": "OTHER_LOGS" }""", """Delivery { "arn": "d", "deliverySourceName": "s1" }""")]
    [Fails("""{ "@Id": "kb" }""", """DeliverySource { "arn": "s", "name": "s1", "resourceArns": [ "another" ], "logType": "APPLICATION_LOGS" }""", """Delivery { "arn": "d", "deliverySourceName": "s1" }""")]
    [Fails("""{ "@Id": "kb" }""", """DeliverySource { "arn": "s", "name": "s1", "resourceArns": [ "kb" ], "logType": "APPLICATION_LOGS" }""")]
    [Fails("""{ "@Id": "kb" }""")]
    public static Verdict Logs(KnowledgeBase knowledge, LogDeliveries deliveries) => deliveries.Judge(knowledge.Identity.Id, ApplicationLogs);

    [Check("AWS-DATA-021", Severity.High, "Vectors of a knowledge base are encrypted with a customer-managed key",
        Risk = "The documents can be drawn out of their vectors, and these lie under a key that no policy of yours governs.",
        Advice = "Make the vector store anew with a customer-managed key and take the documents in again.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM08", Atlas = "AML.T0085.000",
        Link = "https://docs.aws.amazon.com/bedrock/latest/userguide/encryption-kb.html")]
    [Command("aws bedrock-agent get-knowledge-base --knowledge-base-id {knowledgeBaseId} --region {Region} && aws opensearchserverless create-security-policy --name NEW_NAME --type encryption --policy file://encryption.json --region {Region} && aws opensearchserverless create-collection --name NEW_NAME --type VECTORSEARCH --region {Region}")]
    [Passes("""{ "storageConfiguration": { "type": "OPENSEARCH_SERVERLESS", "opensearchServerlessConfiguration": { "collectionArn": "c" } } }""",
        """VectorCollection { "arn": "c", "name": "docs", "kmsKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "storageConfiguration": { "type": "OPENSEARCH_SERVERLESS", "opensearchServerlessConfiguration": { "collectionArn": "c" } } }""",
        """VectorCollection { "arn": "c", "name": "docs", "kmsKeyArn": "auto" }""", Because = "That is a key of AWS.")]
    [Fails("""{ "storageConfiguration": { "type": "OPENSEARCH_SERVERLESS", "opensearchServerlessConfiguration": { "collectionArn": "c" } } }""",
        """VectorCollection { "arn": "c", "name": "docs", "kmsKeyArn": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "storageConfiguration": { "type": "OPENSEARCH_SERVERLESS", "opensearchServerlessConfiguration": { "collectionArn": "c" } } }""", """VectorCollection { "arn": "c", "name": "docs" }""")]
    [CannotSay("""{ "storageConfiguration": { "type": "OPENSEARCH_SERVERLESS", "opensearchServerlessConfiguration": { "collectionArn": "c" } } }""")]
    [Passes("""{ "storageConfiguration": { "type": "RDS", "rdsConfiguration": { "resourceArn": "d" } } }""",
        """DatabaseCluster { "DBClusterArn": "d", "StorageEncrypted": "true", "KmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "storageConfiguration": { "type": "RDS", "rdsConfiguration": { "resourceArn": "d" } } }""",
        """DatabaseCluster { "DBClusterArn": "d", "StorageEncrypted": "false", "KmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "storageConfiguration": { "type": "RDS", "rdsConfiguration": { "resourceArn": "d" } } }""", """DatabaseCluster { "DBClusterArn": "d" }""")]
    [Fails("""{ "storageConfiguration": { "type": "RDS", "rdsConfiguration": { "resourceArn": "d" } } }""",
        """DatabaseCluster { "DBClusterArn": "d", "StorageEncrypted": "true", "KmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""",
        Because = "Encrypted with aws/rds.")]
    [CannotSay("""{ "storageConfiguration": { "type": "RDS", "rdsConfiguration": { "resourceArn": "d" } } }""")]
    [Passes("""{ "storageConfiguration": { "type": "S3_VECTORS", "s3VectorsConfiguration": { "vectorBucketArn": "b", "indexName": "docs" } } }""",
        """VectorBucket { "vectorBucketArn": "b", "encryptionConfiguration": { "sseType": "aws:kms", "kmsKeyArn": "k-1" } }""", """VectorIndex { "indexArn": "b/index/docs" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Passes("""{ "storageConfiguration": { "type": "S3_VECTORS", "s3VectorsConfiguration": { "indexArn": "b/index/docs" } } }""",
        """VectorBucket { "vectorBucketArn": "b", "encryptionConfiguration": { "sseType": "AES256" } }""",
        """VectorIndex { "indexArn": "b/index/docs", "encryptionConfiguration": { "sseType": "aws:kms", "kmsKeyArn": "k-1" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""", Because = "An index may have a key of its own.")]
    [Fails("""{ "storageConfiguration": { "type": "S3_VECTORS", "s3VectorsConfiguration": { "indexArn": "b/index/docs" } } }""",
        """VectorBucket { "vectorBucketArn": "b", "encryptionConfiguration": { "sseType": "aws:kms", "kmsKeyArn": "k-1" } }""",
        """VectorIndex { "indexArn": "b/index/docs", "encryptionConfiguration": { "sseType": "AES256" } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "storageConfiguration": { "type": "S3_VECTORS", "s3VectorsConfiguration": { "indexArn": "b/index/docs" } } }""",
        """VectorBucket { "vectorBucketArn": "b", "encryptionConfiguration": { "sseType": "AES256", "kmsKeyArn": "k-1" } }""", """VectorIndex { "indexArn": "b/index/docs" }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "storageConfiguration": { "type": "S3_VECTORS", "s3VectorsConfiguration": { "indexArn": "b/index/docs" } } }""", """VectorBucket { "vectorBucketArn": "b" }""", """VectorIndex { "indexArn": "b/index/docs" }""")]
    [CannotSay("""{ "storageConfiguration": { "type": "S3_VECTORS", "s3VectorsConfiguration": { "indexArn": "b/index/docs" } } }""", """VectorBucket { "vectorBucketArn": "b" }""")]
    [CannotSay("""{ "storageConfiguration": { "type": "S3_VECTORS", "s3VectorsConfiguration": { "indexArn": "b/index/docs" } } }""", """VectorIndex { "indexArn": "b/index/docs" }""")]
    [CannotSay("""{ "storageConfiguration": { "type": "NEPTUNE_ANALYTICS" } }""")]
    [CannotSay("""{ "storageConfiguration": { "type": "OPENSEARCH_MANAGED_CLUSTER" } }""")]
    [CannotSay("""{ "storageConfiguration": { } }""")]
    [Skips("""{ "storageConfiguration": { "type": "PINECONE" } }""", Because = "It lies with somebody else.")]
    [Skips("""{ "storageConfiguration": { "type": "REDIS_ENTERPRISE_CLOUD" } }""")]
    [Skips("""{ "storageConfiguration": { "type": "MONGO_DB_ATLAS" } }""")]
    [Skips("""{ }""", Because = "A search index or a database answers in place of vectors.")]
    public static Verdict VectorKey(KnowledgeBase knowledge, VectorStores stores, Inventory<KmsKey> keys)
    {
        return knowledge.StorageConfiguration switch
        {
            null => NotApplicable("It keeps no vectors."),
            { Type: "OPENSEARCH_SERVERLESS", OpensearchServerlessConfiguration.CollectionArn: { } arn } => stores.Collections.Find(arn) is { } collection
                ? CustomerKey.Judge($"The collection {collection.Identity.Name}", collection.Key, keys)
                : Gone("collection", arn),
            { Type: "RDS", RdsConfiguration.ResourceArn: { } arn } => stores.Databases.Find(arn) switch
            {
                null => Gone("database", arn),
                { StorageEncrypted: true } database => CustomerKey.Judge($"The database {database.Identity.Name}", database.KmsKeyId, keys),
                { } database => Fail($"The database {database.Identity.Name} is not encrypted."),
            },
            { Type: "S3_VECTORS", S3VectorsConfiguration: { } use } => stores.Indexes.Find(use.Index) is not { } index ? Gone("index", use.Index)
                : index.EncryptionConfiguration is { } own ? Judge($"The index {index.Identity.Name}", own)
                : stores.Buckets.Find(use.Bucket) is { } bucket ? Judge($"The vector bucket {bucket.Identity.Name}", bucket.EncryptionConfiguration)
                : Gone("vector bucket", use.Bucket),
            { Type: "PINECONE" or "REDIS_ENTERPRISE_CLOUD" or "MONGO_DB_ATLAS" } store => NotApplicable($"Its vectors lie outside AWS: {store.Type}."),
            var store => Unknown($"The key of a store of the kind {store.Type ?? "that Bedrock does not name"} is not read here."),
        };

        Verdict Judge(string what, VectorEncryption? encryption) => encryption is { SseType: "aws:kms" }
            ? CustomerKey.Judge(what, encryption.KmsKeyArn, keys)
            : Fail($"{what} uses keys of S3.");

        static Verdict Gone(string what, string? name) => Unknown($"The {what} {name} of its vectors is not in this account.");
    }

    /// <summary>Where vectors lie.</summary>
    internal sealed class VectorStores(
        Inventory<VectorCollection> collections, Inventory<DatabaseCluster> databases, Inventory<VectorBucket> buckets, Inventory<VectorIndex> indexes)
    {
        public Inventory<VectorCollection> Collections => collections;

        public Inventory<DatabaseCluster> Databases => databases;

        public Inventory<VectorBucket> Buckets => buckets;

        public Inventory<VectorIndex> Indexes => indexes;
    }
}
