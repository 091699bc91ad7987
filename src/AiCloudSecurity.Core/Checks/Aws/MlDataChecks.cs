using AiCloudSecurity.Resources.Aws;
using static AiCloudSecurity.Verdict;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on what prepares data for models: Glue's transforms and DataBrew's jobs.</summary>
internal static class MlDataChecks
{
    [Check("AWS-DATA-053", Severity.Low, "Glue's ML transform encrypts what people gave it",
        Risk = "Labels and samples of the data lie open to whoever gets at Glue's storage.",
        Advice = "Create the transform anew with encryption of user data.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Recreate, Atlas = "AML.T0036",
        Link = "https://docs.aws.amazon.com/glue/latest/webapi/API_TransformEncryption.html")]
    [Command("""aws glue get-ml-transform --transform-id {TransformId} --region {Region} && aws glue create-ml-transform --name NEW_NAME --role {Role} --input-record-tables file://tables.json --parameters file://parameters.json --transform-encryption '{"MlUserDataEncryption":{"MlUserDataEncryptionMode":"SSE-KMS","KmsKeyId":"KMS_KEY_ARN"}}' --region {Region}""")]
    [Passes("""{ "TransformId": "t", "TransformEncryption": { "MlUserDataEncryption": { "MlUserDataEncryptionMode": "SSE-KMS", "KmsKeyId": "k-1" } } }""")]
    [Fails("""{ "TransformId": "t", "TransformEncryption": { "MlUserDataEncryption": { "MlUserDataEncryptionMode": "DISABLED" } } }""")]
    [Fails("""{ "TransformId": "t", "TransformEncryption": { "TaskRunSecurityConfigurationName": "c" } }""", Because = "That is what its runs write, not what people gave it.")]
    [Fails("""{ "TransformId": "t" }""")]
    public static Verdict Transform(MlTransform transform) =>
        transform.TransformEncryption?.MlUserDataEncryption?.MlUserDataEncryptionMode is "SSE-KMS" ? Pass("It encrypts what people gave it with KMS.") : Fail("It does not encrypt what people gave it.");

    [Check("AWS-DATA-053", Severity.Low, "DataBrew job encrypts what it writes",
        Risk = "Prepared training data lies where the job puts it without the encryption that you would choose.",
        Advice = "Set the job's encryption to a KMS key.",
        Tip = Tip.CustomerKey, Remedy = Remedy.Safe, Atlas = "AML.T0036",
        Link = "https://docs.aws.amazon.com/databrew/latest/dg/API_Job.html")]
    [Command("aws databrew describe-job --name {Name} --region {Region} && aws databrew update-recipe-job --name {Name} --role-arn {RoleArn} --encryption-mode SSE-KMS --encryption-key-arn KMS_KEY_ARN --region {Region}")]
    [Passes("""{ "Name": "j", "EncryptionMode": "SSE-KMS" }""")]
    [Passes("""{ "Name": "j", "EncryptionMode": "SSE-S3" }""")]
    [Fails("""{ "Name": "j" }""")]
    public static Verdict Job(DataBrewJob job) =>
        job.EncryptionMode is "SSE-KMS" or "SSE-S3" ? Pass($"It encrypts what it writes by {job.EncryptionMode}.") : Fail("It asks for no encryption of what it writes.");
}
