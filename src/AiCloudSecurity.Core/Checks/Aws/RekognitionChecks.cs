using System.Globalization;
using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on Rekognition: models of one's own, video streams, jobs over pictures, and faces.</summary>
internal static class RekognitionChecks
{
    private const int FaceDays = 90;

    [Check("AWS-IAM-045", Severity.High, "Models of a Rekognition project are shared within the organisation only",
        Risk = "Somebody outside copies the model and learns from it what your pictures show.",
        Advice = "Delete the project policy or name only accounts of your organisation in it.",
        Tip = Tip.LeastPrivilege, Remedy = Remedy.Safe, Owasp = "LLM03", Atlas = "AML.T0035, AML.T0044",
        Link = "https://docs.aws.amazon.com/rekognition/latest/customlabels-dg/md-copy-model-overview.html")]
    [Command("aws rekognition list-project-policies --project-arn {ProjectArn} --region {Region} && aws rekognition delete-project-policy --project-arn {ProjectArn} --policy-name {PolicyName} --region {Region}")]
    [Passes("""{ "@Parent": "p", "PolicyName": "copy", "PolicyDocument": { "Statement": { "Effect": "Allow", "Principal": { "AWS": "arn:aws:iam::111122223333:role/Admin" }, "Action": "rekognition:CopyProjectVersion", "Resource": "*" } } }""", """RekognitionProject { "ProjectArn": "p" }""")]
    [Fails("""{ "@Parent": "p", "PolicyName": "copy", "PolicyDocument": "{\"Statement\":{\"Effect\":\"Allow\",\"Principal\":{\"AWS\":\"999988887777\"},\"Action\":\"rekognition:CopyProjectVersion\",\"Resource\":\"*\"}}" }""", """RekognitionProject { "ProjectArn": "p" }""")]
    [Fails("""{ "@Parent": "p", "PolicyName": "copy", "PolicyDocument": { "Statement": { "Effect": "Allow", "Principal": "*", "Action": "rekognition:CopyProjectVersion", "Resource": "*" } } }""", """RekognitionProject { "ProjectArn": "p" }""")]
    [CannotSay("""{ "@Parent": "p", "PolicyName": "copy" }""", """RekognitionProject { "ProjectArn": "p" }""")]
    public static Verdict SharedWithin(RekognitionProjectPolicy policy, Scope scope) => policy.PolicyDocument is null
        ? Unknown("Rekognition does not say what the policy allows.")
        : OutsideAccess.Judge(policy.PolicyDocument, scope);

    [Check("AWS-MON-038", Severity.Low, "AWS does not learn from a video stream",
        Risk = "Pictures of people go to AWS for other purposes than yours.",
        Advice = "Switch data sharing off on the stream processor, and opt out of it in the organisation.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_ai-opt-out.html")]
    [Command("aws rekognition stop-stream-processor --name {Name} --region {Region} && aws rekognition update-stream-processor --name {Name} --data-sharing-preference-for-update OptIn=false --region {Region}")]
    [Passes("""{ "Name": "door", "DataSharingPreference": { "OptIn": false } }""")]
    [Fails("""{ "Name": "door", "DataSharingPreference": { "OptIn": true } }""")]
    [CannotSay("""{ "Name": "door", "DataSharingPreference": { } }""")]
    [CannotSay("""{ "Name": "door", "Settings": { "ConnectedHome": { "Labels": [ "PERSON" ] } } }""")]
    [Skips("""{ "Name": "door", "Settings": { "FaceSearch": { "CollectionId": "staff" } } }""", Because = "A search for faces names no preference.")]
    public static Verdict NotShared(StreamProcessor processor) => processor switch
    {
        { DataSharingPreference.OptIn: true } => Fail("It shares what it sees with AWS."),
        { DataSharingPreference.OptIn: false } => Pass("It shares nothing with AWS."),
        { DataSharingPreference: null, Settings.FaceSearch: not null } => NotApplicable("A search for faces names no preference of its own."),
        _ => Unknown("Rekognition does not say whether it shares what it sees."),
    };

    [Check("AWS-DATA-041", Severity.Medium, "Rekognition model is encrypted with a customer-managed key",
        Risk = "The model and copies of the pictures it learned from lie under a key that no policy of yours governs.",
        Advice = "Train the model anew with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035",
        Link = "https://docs.aws.amazon.com/rekognition/latest/customlabels-dg/security.html")]
    [Command("aws rekognition create-project-version --project-arn PROJECT_ARN --version-name NEW_NAME --output-config 'S3Bucket=BUCKET_NAME,S3KeyPrefix=PREFIX' --kms-key-id KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "@Parent": "p", "ProjectVersionArn": "v", "KmsKeyId": "k-1" }""", """RekognitionProject { "ProjectArn": "p" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "@Parent": "p", "ProjectVersionArn": "v", "KmsKeyId": "k-1" }""", """RekognitionProject { "ProjectArn": "p" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "@Parent": "p", "ProjectVersionArn": "v", "Status": "STOPPED" }""", """RekognitionProject { "ProjectArn": "p" }""")]
    [Fails("""{ "@Parent": "p", "ProjectVersionArn": "v" }""", """RekognitionProject { "ProjectArn": "p" }""")]
    [Skips("""{ "@Parent": "p", "ProjectVersionArn": "v", "Status": "TRAINING_FAILED" }""", """RekognitionProject { "ProjectArn": "p" }""")]
    [Skips("""{ "@Parent": "p", "ProjectVersionArn": "v", "Status": "COPYING_FAILED" }""", """RekognitionProject { "ProjectArn": "p" }""")]
    [Skips("""{ "@Parent": "p", "ProjectVersionArn": "v", "Status": "DELETING" }""", """RekognitionProject { "ProjectArn": "p" }""")]
    public static Verdict ModelKey(RekognitionModel model, Inventory<KmsKey> keys) => model.Status is "TRAINING_FAILED" or "COPYING_FAILED" or "DELETING"
        ? NotApplicable($"There is no model: {model.Status}.")
        : CustomerKey.Judge("The model", model.KmsKeyId, keys);

    [Check("AWS-DATA-041", Severity.Medium, "Stream processor is encrypted with a customer-managed key",
        Risk = "Pictures of the stream lie under a key that no policy of yours governs.",
        Advice = "Make the stream processor anew with a customer-managed key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035")]
    [Command("aws rekognition describe-stream-processor --name {Name} --region {Region} && aws rekognition create-stream-processor --name NEW_NAME --input file://input.json --stream-processor-output file://output.json --settings file://settings.json --role-arn {RoleArn} --kms-key-id KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "Name": "door", "KmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "Name": "door", "KmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "Name": "door", "Settings": { "ConnectedHome": { "Labels": [ "PERSON" ] } } }""")]
    [Fails("""{ "Name": "door" }""")]
    [Skips("""{ "Name": "door", "Settings": { "FaceSearch": { "CollectionId": "staff" } } }""", Because = "A search for faces takes no key: it keeps nothing.")]
    public static Verdict StreamKey(StreamProcessor processor, Inventory<KmsKey> keys) => processor.Settings?.FaceSearch is not null
        ? NotApplicable("A search for faces takes no key.")
        : CustomerKey.Judge("The stream processor", processor.KmsKeyId, keys);

    [Check("AWS-DATA-041", Severity.Medium, "Job over pictures uses a customer-managed key",
        Risk = "Copies of the pictures and the results lie under a key that no policy of yours governs.",
        Advice = "Name a customer-managed key in the next job.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0035")]
    [Command("aws rekognition get-media-analysis-job --job-id {JobId} --region {Region} && aws rekognition start-media-analysis-job --operations-config file://operations.json --input file://input.json --output-config 'S3Bucket=BUCKET_NAME,S3KeyPrefix=PREFIX' --kms-key-id KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "JobId": "j", "CreationTimestamp": "2026-10-20T08:00:00Z", "KmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "CUSTOMER", "KeyState": "Enabled" }""")]
    [Fails("""{ "JobId": "j", "CreationTimestamp": "2026-10-20T08:00:00Z", "KmsKeyId": "k-1" }""", """KmsKey { "KeyId": "k-1", "KeyManager": "AWS", "KeyState": "Enabled" }""")]
    [Fails("""{ "JobId": "j", "CreationTimestamp": "2026-10-20T08:00:00Z" }""")]
    [Fails("""{ "JobId": "j" }""")]
    [Fails("""{ "JobId": "j", "CreationTimestamp": "2026-07-01T08:00:00Z", "Status": "IN_PROGRESS" }""", Because = "It still runs.")]
    [Skips("""{ "JobId": "j", "CreationTimestamp": "2026-07-01T08:00:00Z", "Status": "SUCCEEDED" }""")]
    public static Verdict JobKey(MediaAnalysisJob job, Inventory<KmsKey> keys, JobWindow window) =>
        job.History(window) ?? CustomerKey.Judge("The job", job.KmsKeyId, keys);

    [Check("AWS-DATA-042", Severity.Medium, "Face collection has somebody who answers for keeping it",
        Risk = "Faces by which people are known again are kept for ever, because nobody remembers what for.",
        Advice = "Delete faces that are not needed and tag the collection with its owner and how long it is kept.",
        Tip = Tip.PiiRedaction, Remedy = Remedy.MayBreak, Owasp = "LLM02", Atlas = "AML.T0036",
        Link = "https://docs.aws.amazon.com/rekognition/latest/dg/collections.html")]
    [Command("aws rekognition list-faces --collection-id {Name} --region {Region} && aws rekognition delete-faces --collection-id {Name} --face-ids FACE_ID --region {Region} && aws rekognition tag-resource --resource-arn {Id} --tags 'owner=OWNER,retention=DAYS' --region {Region}")]
    [Passes("""{ "@Id": "c", "FaceCount": 12, "CreationTimestamp": "2025-01-01T00:00:00Z" }""", """FaceCollectionTags { "@Parent": "c", "Tags": { "Owner": "security" } }""")]
    [Passes("""{ "@Id": "c", "FaceCount": 12, "CreationTimestamp": "2025-01-01T00:00:00Z" }""", """FaceCollectionTags { "@Parent": "c", "Tags": { "data-retention": "30d" } }""")]
    [Passes("""{ "@Id": "c", "FaceCount": 12, "CreationTimestamp": "2026-10-20T00:00:00Z" }""", """FaceCollectionTags { "@Parent": "c", "Tags": { } }""", Because = "It is new.")]
    [Fails("""{ "@Id": "c", "FaceCount": 12, "CreationTimestamp": "2025-01-01T00:00:00Z" }""", """FaceCollectionTags { "@Parent": "c", "Tags": { "team": "security" } }""")]
    [Fails("""{ "@Id": "c", "FaceCount": 12, "CreationTimestamp": "2025-01-01T00:00:00Z" }""", """FaceCollectionTags { "@Parent": "c", "Tags": { "Owner": "" } }""")]
    [Fails("""{ "@Id": "c", "FaceCount": 12, "CreationTimestamp": "2025-01-01T00:00:00Z" }""", """FaceCollectionTags { "@Parent": "c" }""")]
    [Fails("""{ "@Id": "c", "FaceCount": 12 }""", """FaceCollectionTags { "@Parent": "c", "Tags": { } }""")]
    [Skips("""{ "@Id": "c", "FaceCount": 0, "CreationTimestamp": "2025-01-01T00:00:00Z" }""")]
    [CannotSay("""{ "@Id": "c", "CreationTimestamp": "2025-01-01T00:00:00Z" }""")]
    [Fails("""{ "@Id": "c", "FaceCount": 12, "CreationTimestamp": "2026-08-03T12:00:00Z" }""", """FaceCollectionTags { "@Parent": "c", "Tags": { } }""", Because = "It is 90 days old to the second.")]
    public static Verdict FacesAreAnsweredFor(FaceCollection collection, Inventory<FaceCollectionTags> tags, DateTimeOffset now)
    {
        switch (collection)
        {
            case { FaceCount: null }:
                return Unknown("Rekognition does not say how many faces it holds.");
            case { FaceCount: 0 }:
                return NotApplicable("It holds no face.");
            case { CreationTimestamp: { } made } when made > now.AddDays(-FaceDays):
                return Pass($"It is new: it was made on {made.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.");
        }
        return (tags.One(collection)?.Tags ?? new Dictionary<string, string>())
            .Where(tag => tag.Value.Length > 0 && (tag.Key.Contains("owner", StringComparison.OrdinalIgnoreCase) || tag.Key.Contains("retention", StringComparison.OrdinalIgnoreCase)))
            .Select(tag => $"{tag.Key} {tag.Value}").FirstOrDefault() is { } record
                ? Pass($"Its tags say who answers for it: {record}.")
                : Fail($"It holds {collection.FaceCount} faces, and no tag names an owner or how long they are kept.");
    }
}
