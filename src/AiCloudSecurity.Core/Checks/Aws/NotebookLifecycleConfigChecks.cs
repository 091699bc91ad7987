using AiCloudSecurity.Resources.Aws;

namespace AiCloudSecurity.Checks.Aws;

/// <summary>Checks on lifecycle scripts of notebook instances.</summary>
internal static class NotebookLifecycleConfigChecks
{
    [Check("AWS-IAM-018", Severity.High, "Notebook lifecycle scripts hold no secrets",
        Risk = "All who may describe the configuration or open a notebook can read the secret.",
        Advice = "Rotate the secret and let the script fetch it from Secrets Manager.",
        Tip = Tip.LeastPrivilege | Tip.HardenedTemplate, Remedy = Remedy.Safe, Owasp = "LLM02", Atlas = "AML.T0055",
        Link = "https://docs.aws.amazon.com/sagemaker/latest/dg/notebook-lifecycle-config.html")]
    [Command("aws secretsmanager create-secret --name NEW_SECRET_NAME --secret-string file://secret.txt --region {Region} && aws sagemaker describe-notebook-instance-lifecycle-config --notebook-instance-lifecycle-config-name {Name} --region {Region} && aws sagemaker update-notebook-instance-lifecycle-config --notebook-instance-lifecycle-config-name {Name} --on-start file://on-start.json --region {Region}")]
    [Passes("""{ "OnCreate": [{ "Content": "cGlwIGluc3RhbGwgLS11cGdyYWRlIHBpcA==" }], "OnStart": [{ "Content": "ZXhwb3J0IFRPS0VOPSQoYXdzIHNlY3JldHNtYW5hZ2VyIGdldC1zZWNyZXQtdmFsdWUgLS1zZWNyZXQtaWQgdCk=" }] }""")]
    [Passes("""{ }""")]
    [Fails("""{ "OnCreate": [{ "Content": "cGlwIGluc3RhbGwgLS11cGdyYWRlIHBpcA==" }], "OnStart": [{ "Content": "ZXhwb3J0IEFXU19BQ0NFU1NfS0VZX0lEPUFLSUFJT1NGT0ROTjdFWEFNUExF" }] }""")]
    [Fails("""{ "OnCreate": [{ "Content": "ZXhwb3J0IEFXU19BQ0NFU1NfS0VZX0lEPUFLSUFJT1NGT0ROTjdFWEFNUExF" }] }""")]
    public static Verdict Script(NotebookLifecycleConfig config) => Secrets.JudgeScripts(
        (config.OnCreate ?? []).Select(script => ("OnCreate", script.Content)).Concat((config.OnStart ?? []).Select(script => ("OnStart", script.Content))));
}
