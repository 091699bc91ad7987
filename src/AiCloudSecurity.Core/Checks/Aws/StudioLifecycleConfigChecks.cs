using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on lifecycle scripts of Studio applications.</summary>
internal static class StudioLifecycleConfigChecks
{
    [Check("AWS-IAM-018", Severity.High, "Studio lifecycle script holds no secrets",
        Risk = "All who may describe the script or start an app can read the secret.",
        Advice = "Rotate the secret, and recreate the script so that it fetches it from Secrets Manager.",
        Tip = Tip.LeastPrivilege | Tip.HardenedTemplate, Remedy = Remedy.Recreate, Owasp = "LLM02", Atlas = "AML.T0055",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/studio-lifecycle-configurations.html")]
    [Command("aws secretsmanager create-secret --name NEW_SECRET_NAME --secret-string file://secret.txt --region {Region} && aws sagemaker describe-studio-lifecycle-config --studio-lifecycle-config-name {Name} --region {Region} && aws sagemaker create-studio-lifecycle-config --studio-lifecycle-config-name NEW_NAME --studio-lifecycle-config-app-type {StudioLifecycleConfigAppType} --studio-lifecycle-config-content file://script.b64 --region {Region}")]
    [Passes("""{ "StudioLifecycleConfigContent": "cGlwIGluc3RhbGwgLS11cGdyYWRlIHBpcA==" }""")]
    [Passes("""{ }""")]
    [Fails("""{ "StudioLifecycleConfigContent": "ZXhwb3J0IEFXU19BQ0NFU1NfS0VZX0lEPUFLSUFJT1NGT0ROTjdFWEFNUExF" }""")]
    public static Verdict Script(StudioLifecycleConfig config) =>
        Secrets.JudgeScripts([("its script", config.StudioLifecycleConfigContent)]);
}
