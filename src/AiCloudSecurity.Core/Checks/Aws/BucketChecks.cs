using System.Text.Json.Nodes;
using AiCloudSecurity.Iam;
using AiCloudSecurity.Repairs;
using AiCloudSecurity.Repairs.Aws;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on the buckets that AI resources read from and write to.</summary>
internal static class BucketChecks
{
    private static readonly Glob s_everything = Glob.Action("s3:*");

    [Check("AWS-NET-045", Severity.Critical, "Bucket of an AI resource is not public",
        Risk = "Anybody reads the training data, the documents or the logs of prompts, or poisons them.",
        Advice = "Block all public access to the bucket.",
        Tip = Tip.PublicExposure, Remedy = Remedy.MayBreak, Owasp = "LLM02, LLM04", Atlas = "AML.T0036, AML.T0020",
        Link = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketPolicyStatus { "@Parent": "arn:aws:s3:::data", "IsPublic": "false" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::data", "AccessControlList": { "Grant": { "Grantee": { "ID": "1" }, "Permission": "FULL_CONTROL" } } }""")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::data", "AccessControlList": { "Grant": { "Grantee": { "ID": "1" }, "Permission": "FULL_CONTROL" } } }""",
        Because = "A bucket without a policy is open to its own account only.")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketPolicyStatus { "@Parent": "arn:aws:s3:::data", "IsPublic": "true" }""",
        """BucketPublicAccessBlock { "@Parent": "arn:aws:s3:::data", "RestrictPublicBuckets": "true", "BlockPublicPolicy": "false" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::data", "AccessControlList": { "Grant": { "Grantee": { "ID": "1" }, "Permission": "FULL_CONTROL" } } }""",
        Because = "A public policy that was there before is cut down to the account.")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::data", "AccessControlList": { "Grant": [ { "Grantee": { "ID": "1" }, "Permission": "FULL_CONTROL" }, { "Grantee": { "URI": "http://acs.amazonaws.com/groups/global/AllUsers" }, "Permission": "READ" } ] } }""",
        """BucketPublicAccessBlock { "@Parent": "arn:aws:s3:::data", "IgnorePublicAcls": "true", "BlockPublicPolicy": "false" }""")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::data", "AccessControlList": { "Grant": [ { "Grantee": { "ID": "1" }, "Permission": "FULL_CONTROL" }, { "Grantee": { "URI": "http://acs.amazonaws.com/groups/s3/LogDelivery" }, "Permission": "READ" } ] } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketPolicyStatus { "@Parent": "arn:aws:s3:::data", "IsPublic": "true" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::data", "AccessControlList": { "Grant": { "Grantee": { "ID": "1" }, "Permission": "FULL_CONTROL" } } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketPolicyStatus { "@Parent": "arn:aws:s3:::data", "IsPublic": "true" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::data", "AccessControlList": { "Grant": { "Grantee": { "ID": "1" }, "Permission": "FULL_CONTROL" } } }""",
        """BucketPublicAccessBlock { "@Parent": "arn:aws:s3:::data", "RestrictPublicBuckets": "false", "IgnorePublicAcls": "true", "BlockPublicPolicy": "true" }""",
        Because = "Blocking refuses new policies; it leaves the one that is there.")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::data", "AccessControlList": { "Grant": [ { "Grantee": { "ID": "1" }, "Permission": "FULL_CONTROL" }, { "Grantee": { "URI": "http://acs.amazonaws.com/groups/global/AllUsers" }, "Permission": "READ" } ] } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::data", "AccessControlList": { "Grant": [ { "Grantee": { "ID": "1" }, "Permission": "FULL_CONTROL" }, { "Grantee": { "URI": "http://acs.amazonaws.com/groups/global/AuthenticatedUsers" }, "Permission": "READ" } ] } }""",
        Because = "Everybody with any AWS account is meant.")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::data", "AccessControlList": { "Grant": [ { "Grantee": { "ID": "1" }, "Permission": "FULL_CONTROL" }, { "Grantee": { "URI": "http://acs.amazonaws.com/groups/global/AllUsers" }, "Permission": "READ" } ] } }""",
        """BucketPublicAccessBlock { "@Parent": "arn:aws:s3:::data", "RestrictPublicBuckets": "true", "BlockPublicAcls": "true" }""",
        Because = "Blocking refuses new ACLs; it leaves the one that is there.")]
    [CannotSay("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketPolicyStatus { "@Parent": "arn:aws:s3:::data" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::data", "AccessControlList": { "Grant": { "Grantee": { "ID": "1" }, "Permission": "FULL_CONTROL" } } }""")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketPolicyStatus { "@Parent": "arn:aws:s3:::data", "IsPublic": "true" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::data", "AccessControlList": { "Grant": { "Grantee": { "ID": "1" }, "Permission": "FULL_CONTROL" } } }""",
        """AccountPublicAccessBlock { "RestrictPublicBuckets": "true", "IgnorePublicAcls": "false" }""",
        Because = "The account's own block adds to the bucket's.")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::data", "AccessControlList": { "Grant": { "Grantee": { "URI": "http://acs.amazonaws.com/groups/global/AllUsers" }, "Permission": "READ" } } }""",
        """BucketPublicAccessBlock { "@Parent": "arn:aws:s3:::data", "IgnorePublicAcls": "false" }""",
        """AccountPublicAccessBlock { "IgnorePublicAcls": "true", "RestrictPublicBuckets": "false" }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketPolicyStatus { "@Parent": "arn:aws:s3:::data", "IsPublic": "true" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::data", "AccessControlList": { "Grant": { "Grantee": { "ID": "1" }, "Permission": "FULL_CONTROL" } } }""",
        """AccountPublicAccessBlock { "RestrictPublicBuckets": "false", "IgnorePublicAcls": "true", "BlockPublicPolicy": "true" }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketAcl { "@Parent": "arn:aws:s3:::data", "AccessControlList": { "Grant": { "Grantee": { "URI": "http://acs.amazonaws.com/groups/global/AllUsers" }, "Permission": "READ" } } }""",
        """AccountPublicAccessBlock { "RestrictPublicBuckets": "true", "BlockPublicAcls": "true" }""")]
    public static Verdict NotPublic(Bucket bucket, BucketExposure exposure) => Every.Of(exposure.Of(bucket, "The bucket"));

    [Repair("AWS-NET-045", "aws/s3/PublicAccessBlock")]
    internal static IEnumerable<Wish> Block(Bucket bucket) =>
        [Wish.Of(bucket, S3Settings.PublicAccessBlock, S3Settings.Key(bucket.Identity.Name), Wish.With(S3Settings.Blocked),
            "Whoever reads the bucket without signing in, or from another account by an ACL, is refused.", bucket.Region)];

    [Check("AWS-DATA-051", Severity.Medium, "Bucket of an AI resource has a key of yours, TLS, versions and a log",
        Risk = "Training data can be read on the wire, changed without a trace or lost for good.",
        Advice = "Set a customer-managed key, deny requests without TLS, and switch versioning and access logs on.",
        Tip = Tip.CustomerKey, Remedy = Remedy.MayBreak, Owasp = "LLM04, LLM02", Atlas = "AML.T0020, AML.T0036",
        Link = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html")]
    [Command("""aws s3api put-bucket-encryption --bucket {Name} --server-side-encryption-configuration '{"Rules":[{"ApplyServerSideEncryptionByDefault":{"SSEAlgorithm":"aws:kms","KMSMasterKeyID":"KMS_KEY_ARN"},"BucketKeyEnabled":true}]}' --region {Region} && aws s3api put-bucket-versioning --bucket {Name} --versioning-configuration Status=Enabled --region {Region} && aws s3api put-bucket-policy --bucket {Name} --policy file://policy.json --region {Region} && aws s3api put-bucket-logging --bucket {Name} --bucket-logging-status '{"LoggingEnabled":{"TargetBucket":"LOG_BUCKET_NAME","TargetPrefix":"{Name}/"}}' --region {Region}""")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": [ { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms:dsse", "KMSMasterKeyID": "k-1" } } ] }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "Principal": { "AWS": "*" }, "Action": "s3:*", "Resource": "*", "Condition": { "BoolIfExists": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "AES256" } } }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms" } } }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""",
        Because = "Without a name it is the key aws/s3.")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Allow", "Principal": "*", "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "Principal": { "AWS": "arn:aws:iam::111122223333:user/eve" }, "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "NotPrincipal": "*", "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""",
        Because = "Everybody is spared.")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "NotPrincipal": { "AWS": "arn:aws:iam::111122223333:user/eve" }, "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""",
        Because = "It spares somebody.")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""",
        Because = "Writes may still come without TLS.")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "arn:aws:s3:::data", "Condition": { "Bool": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""",
        Because = "The bucket is meant, its objects are not.")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "true" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "false" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "false" }, "StringEquals": { "aws:PrincipalAccount": "1" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""",
        Because = "A second condition lets others through.")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Suspended" }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data" }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data" }""")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data" }""",
        """BucketEncryption { "@Parent": "arn:aws:s3:::data", "Rule": { "ApplyServerSideEncryptionByDefault": { "SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "k-1" } } }""",
        """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""",
        """BucketPolicy { "@Parent": "arn:aws:s3:::data", "Statement": [ { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:root" }, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::data/*" }, { "Effect": "Deny", "Principal": { "AWS": [ "arn:aws:iam::111122223333:root", "*" ] }, "Action": "s3:*", "Resource": [ "arn:aws:s3:::data", "arn:aws:s3:::data/*" ], "Condition": { "Bool": { "aws:SecureTransport": "false" } } } ] }""",
        """BucketVersioning { "@Parent": "arn:aws:s3:::data", "Status": "Enabled" }""",
        """BucketLogging { "@Parent": "arn:aws:s3:::data", "LoggingEnabled": { "TargetBucket": "logs" } }""", Because = "One of its statements denies it, to everybody among others.")]
    public static Verdict IsKept(Bucket bucket, BucketSettings settings, Inventory<KmsKey> keys) =>
        Every.Of(
        [
            () => Key(settings.Encryption.One(bucket), keys),
            () => Tls(bucket, settings.Policies.One(bucket)),
            () => settings.Versioning.One(bucket)?.Status is "Enabled" ? Pass("Versioning is on.") : Fail("Versioning is off."),
            () => settings.Logging.One(bucket)?.LoggingEnabled is { } log ? Pass($"Access is logged to {log.TargetBucket}.") : Fail("Access is not logged."),
        ]);

    [Repair("AWS-DATA-051", "aws/s3/Encryption", "aws/s3/Policy", "aws/s3/Versioning", "aws/s3/Logging", Needs = "-KmsKeyId, -LogBucketName")]
    internal static IEnumerable<Wish> Keep(Bucket bucket, BucketSettings settings, Inventory<KmsKey> keys, Scope scope, RepairChoices choices)
    {
        var key = S3Settings.Key(bucket.Identity.Name);
        if (Key(settings.Encryption.One(bucket), keys).Status == Status.Fail)
        {
            yield return Encrypt(bucket, choices);
        }
        if (Tls(bucket, settings.Policies.One(bucket)).Status == Status.Fail)
        {
            yield return Wish.Of(bucket, S3Settings.Policy, key, policy => S3Settings.OnlyTls(policy, scope.Partition, bucket.Identity.Name),
                "Callers without TLS are refused.", bucket.Region);
        }
        if (settings.Versioning.One(bucket) is { Status: "Suspended" })
        {
            yield return Version(bucket);
        }
        if (settings.Logging.One(bucket)?.LoggingEnabled is null)
        {
            var target = new JsonObject { ["LoggingEnabled"] = new JsonObject { ["TargetBucket"] = RepairChoices.Of(choices.LogBucketName, "-LogBucketName"), ["TargetPrefix"] = $"{bucket.Identity.Name}/" } };
            yield return Wish.Of(bucket, S3Settings.Logging, key, Wish.With(target), region: bucket.Region);
        }
    }

    /// <summary>New objects get a key of the customer's.</summary>
    internal static Wish Encrypt(Bucket bucket, RepairChoices choices) => Wish.Of(bucket, S3Settings.Encryption, S3Settings.Key(bucket.Identity.Name),
        Wish.With(S3Settings.EncryptedWith(choices.Key)), "Whoever writes or reads new objects needs the key, too.", bucket.Region);

    /// <summary>What is overwritten is kept again. Where it never was, nobody could take it back, so that is left to a person.</summary>
    internal static Wish Version(Bucket bucket) => Wish.Of(bucket, S3Settings.Versioning, S3Settings.Key(bucket.Identity.Name),
        Wish.With(new() { ["Status"] = "Enabled" }), region: bucket.Region);

    /// <summary>Judges the key of what is put into a bucket, unless it is put there with another.</summary>
    internal static Verdict Key(BucketEncryption? encryption, Inventory<KmsKey> keys) =>
        encryption?.Rules is [{ ApplyServerSideEncryptionByDefault: { SSEAlgorithm: "aws:kms" or "aws:kms:dsse" } byDefault }, ..]
            ? CustomerKey.Judge("Its default encryption", byDefault.KMSMasterKeyID, keys)
            : Fail("Its default encryption uses keys of S3.");

    private static Verdict Tls(Bucket bucket, BucketPolicy? policy)
    {
        if (policy is null)
        {
            return Fail("It has no policy that demands TLS.");
        }
        var objects = Glob.Resource($"{bucket.Identity.Id}/*");
        try
        {
            return policy.Document().Statements.Any(statement =>
                    !statement.IsAllow && !statement.ExceptPrincipals && statement.Principals?.Any(principal => principal.IsEverybody) is true
                    && statement.IsOnAll(s_everything) && statement.IsOnAllResources(objects)
                    && statement.Conditions is [{ Operator: "Bool", Values: ["false"] } condition] && condition.IsOn("aws:SecureTransport"))
                ? Pass("Its policy demands TLS.")
                : Fail("Its policy does not demand TLS.");
        }
        catch (MalformedPolicyException malformed)
        {
            return Unknown($"Its policy cannot be understood. {malformed.Message}.");
        }
    }

    /// <summary>The settings that keep what is in a bucket.</summary>
    internal sealed class BucketSettings(
        Inventory<BucketEncryption> encryption, Inventory<BucketPolicy> policies, Inventory<BucketVersioning> versioning, Inventory<BucketLogging> logging)
    {
        public Inventory<BucketEncryption> Encryption => encryption;

        public Inventory<BucketPolicy> Policies => policies;

        public Inventory<BucketVersioning> Versioning => versioning;

        public Inventory<BucketLogging> Logging => logging;
    }
}
