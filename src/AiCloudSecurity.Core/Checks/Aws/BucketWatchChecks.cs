using AiCloudSecurity.Repairs;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on whether what happens to the buckets of AI resources, and what is in them, is watched.</summary>
internal static class BucketWatchChecks
{
    [Check("AWS-DATA-052", Severity.Medium, "Bucket of an AI resource is searched for personal data",
        Risk = "Personal data gets into models and answers, and nobody knows that it is in the bucket.",
        Advice = "Enable Macie with automated discovery, or set up a job that looks at the bucket.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0036",
        Link = "https://docs.aws.amazon.com/macie/latest/user/discovery-asdd.html")]
    [Command("aws macie2 enable-macie --region {Region} && aws macie2 update-automated-discovery-configuration --status ENABLED --region {Region}")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """MacieSession { "status": "ENABLED" }""", """MacieDiscovery { "status": "ENABLED" }""",
        """MacieBucket { "bucketName": "data", "automatedDiscoveryMonitoringStatus": "MONITORED", "jobDetails": { "isDefinedInJob": "FALSE" } }""")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """MacieSession { "status": "ENABLED" }""", """MacieDiscovery { "status": "DISABLED" }""",
        """MacieBucket { "bucketName": "data", "automatedDiscoveryMonitoringStatus": "NOT_MONITORED", "jobDetails": { "isDefinedInJob": "TRUE" } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """MacieSession { "status": "ENABLED" }""", """MacieDiscovery { "status": "ENABLED" }""",
        """MacieBucket { "bucketName": "data", "automatedDiscoveryMonitoringStatus": "NOT_MONITORED", "jobDetails": { "isDefinedInJob": "FALSE" } }""",
        Because = "It is left out of automated discovery.")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """MacieSession { "status": "ENABLED" }""", """MacieDiscovery { "status": "DISABLED" }""",
        """MacieBucket { "bucketName": "data", "automatedDiscoveryMonitoringStatus": "MONITORED", "jobDetails": { "isDefinedInJob": "FALSE" } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """MacieSession { "status": "ENABLED" }""",
        """MacieBucket { "bucketName": "data", "automatedDiscoveryMonitoringStatus": "MONITORED", "jobDetails": { "isDefinedInJob": "UNKNOWN" } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """MacieSession { "status": "PAUSED" }""", """MacieDiscovery { "status": "ENABLED" }""",
        """MacieBucket { "bucketName": "data", "automatedDiscoveryMonitoringStatus": "MONITORED", "jobDetails": { "isDefinedInJob": "TRUE" } }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""")]
    [Skips("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """MacieSession { "status": "ENABLED" }""", """MacieDiscovery { "status": "ENABLED" }""", Because = "It is another account's.")]
    [Skips("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "" }""", """MacieSession { "status": "ENABLED" }""", Because = "It lies in us-east-1.")]
    [Skips("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "" }""", """MacieSession { "status": "ENABLED" }""", """MacieBucket { "bucketName": "data", "jobDetails": { "isDefinedInJob": "TRUE" } }""", Because = "It lies in us-east-1, whatever Macie knows here.")]
    public static Verdict Searched(Bucket bucket, Inventory<MacieSession> sessions, Inventory<MacieDiscovery> discovery, Inventory<MacieBucket> buckets)
    {
        if (bucket.Region != bucket.Identity.Region)
        {
            return NotApplicable($"It lies in {bucket.Region}, where no AI resource names it.");
        }
        return sessions.All is not [{ Status: "ENABLED" }, ..] ? Fail(sessions.All.Count > 0 ? $"Macie is paused in {bucket.Region}." : $"Macie is off in {bucket.Region}.")
            : buckets.Find(bucket.Identity.Name) is not { } seen ? NotApplicable("Macie does not know it: it is another account's.")
            : seen.JobDetails?.IsDefinedInJob is "TRUE" ? Pass("A job of Macie looks at it.")
            : discovery.All is not [{ Status: "ENABLED" }, ..] ? Fail("No job of Macie looks at it, and automated discovery is off.")
            : seen.AutomatedDiscoveryMonitoringStatus is "MONITORED" ? Pass("Macie's automated discovery samples it.")
            : Fail("It is left out of automated discovery, and no job of Macie looks at it.");
    }

    [Check("AWS-MON-008", Severity.Medium, "Reads and writes of an AI resource's bucket are logged",
        Risk = "Who took the training data, or changed what the knowledge base answers from, cannot be found out.",
        Advice = "Add a data event selector for the bucket's objects to a trail.",
        Tip = Tip.Audit | Tip.CustomerKey, Remedy = Remedy.Safe, Owasp = "LLM04", Atlas = "AML.T0020",
        Link = "https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-cloudtrail-logging-for-s3.html")]
    [Command("""aws cloudtrail get-event-selectors --trail-name TRAIL_NAME --region {Region} && aws cloudtrail put-event-selectors --trail-name TRAIL_NAME --advanced-event-selectors '[{"Name":"Management events","FieldSelectors":[{"Field":"eventCategory","Equals":["Management"]}]},{"Name":"Objects","FieldSelectors":[{"Field":"eventCategory","Equals":["Data"]},{"Field":"resources.type","Equals":["AWS::S3::Object"]},{"Field":"resources.ARN","StartsWith":["arn:{Partition}:s3:::{Name}/"]}]}]' --region {Region}""")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t", "EventSelectors": [{ "ReadWriteType": "All", "DataResources": [{ "Type": "AWS::S3::Object", "Values": ["arn:aws:s3"] }] }] }""")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t", "EventSelectors": [{ "ReadWriteType": "All", "DataResources": [{ "Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::data/"] }] }] }""")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::S3::Object"] }] }] }""")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::S3::Object"] }, { "Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::other/", "arn:aws:s3:::data/"] }] }] }""")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "" }""", """Trail { "TrailARN": "arn:t", "IsMultiRegionTrail": true }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::S3::Object"] }] }] }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::S3::Object"] }] }] }""")]
    [Passes("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::S3::Object"] }, { "Field": "resources.ARN", "NotStartsWith": ["arn:aws:s3:::logs/"] }] }] }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """Trail { "TrailARN": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t" }""", """TrailStatus { "@Parent": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/t", "EventSelectors": [{ "ReadWriteType": "WriteOnly", "DataResources": [{ "Type": "AWS::S3::Object", "Values": ["arn:aws:s3"] }] }] }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t", "EventSelectors": [{ "ReadWriteType": "All", "DataResources": [{ "Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::data/in/"] }] }] }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t", "EventSelectors": [{ "ReadWriteType": "All", "DataResources": [{ "Type": "AWS::S3::Object", "Values": ["arn:aws:s3:::other/"] }] }] }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t", "EventSelectors": [{ "ReadWriteType": "All", "DataResources": [{ "Type": "AWS::Lambda::Function", "Values": ["arn:aws:lambda"] }] }] }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::S3::Object"] }, { "Field": "readOnly", "Equals": ["false"] }] }] }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::S3::Object"] }, { "Field": "resources.ARN", "StartsWith": ["arn:aws:s3:::database/"] }] }] }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::S3::Object"] }, { "Field": "resources.ARN", "NotStartsWith": ["arn:aws:s3:::data/"] }] }] }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": true }""", """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::S3::Object"] }, { "Field": "eventName", "Equals": ["PutObject"] }] }] }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""", """Trail { "TrailARN": "arn:t" }""", """TrailStatus { "@Parent": "arn:t", "IsLogging": false }""", """TrailEventSelectors { "@Parent": "arn:t", "AdvancedEventSelectors": [{ "FieldSelectors": [{ "Field": "eventCategory", "Equals": ["Data"] }, { "Field": "resources.type", "Equals": ["AWS::S3::Object"] }] }] }""")]
    [Fails("""{ "@Id": "arn:aws:s3:::data", "@Name": "data", "LocationConstraint": "eu-west-1" }""")]
    public static Verdict ObjectsLogged(Bucket bucket, Trails trails)
    {
        var here = bucket.Region == bucket.Identity.Region;
        return trails.Best(selectors => ObjectEvents.Of(selectors, bucket), trail => here || trail.IsMultiRegionTrail is true) switch
        {
            { Logged: Logged.Everything } best => Pass($"The trail {best.Trail.Identity.Name} logs reads and writes of its objects."),
            { } best => Fail($"The trail {best.Trail.Identity.Name} logs only some reads or writes of its objects."),
            null => Fail("No trail is logging reads and writes of its objects."),
        };
    }

    [Repair("AWS-MON-008", "aws/cloudtrail/EventSelectors")]
    internal static IEnumerable<Wish> LogObjects(Bucket bucket, Trails trails, Scope scope) =>
        Trails.Log(trails.Own(scope.Id, trail => bucket.Region == bucket.Identity.Region || trail.IsMultiRegionTrail is true), [], bucket.Identity.Id);
}
