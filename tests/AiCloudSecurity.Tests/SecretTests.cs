using System.IO.Compression;
using System.Management.Automation;
using System.Text;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

/// <summary>Secrets of whoever reads and of what is read are nowhere: not in a stream, not in a file, not in an error.</summary>
public sealed class SecretTests(AwsAccount account) : IDisposable
{
    // What is planted ends in this word, whatever it begins with.
    private const string Canary = "Canary7";

    private readonly ModuleSession _session = new();
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicloudsecurity-secrets");

    [Fact]
    public async Task No_planted_secret_is_in_any_stream_file_or_error()
    {
        await account.FillAsync();
        using var endpoint = account.Endpoint();
        using var secret = new Variable("AWS_SECRET_ACCESS_KEY", $"key{Canary}");
        using var token = new Variable("AWS_SESSION_TOKEN", $"session{Canary}");
        Plant();

        StringBuilder said = new();
        foreach (var script in new[]
        {
            "Get-AiScope -Verbose -Debug *>&1",
            "$said = Get-AiEstate -Region us-east-1 -Verbose -Debug *>&1; $said; $estate = $said | Where-Object { $_.Coverage }",
            $"$estate.Coverage; $estate | Export-AiEstate -Path '{File("e.aiestate")}' -Verbose -Debug *>&1",
            $"$findings = $estate | Test-AiSecurity -Verbose -Debug *>&1; $findings; $findings | Where-Object {{ $_.CheckId }} | Export-AiReport -Path {string.Join(", ", new[] { "r.html", "r.json", "r.csv", "r.sarif", "r.md", "r.xml", "r.ocsf.json", "r.asff.json", "r.xlsx" }.Select(name => $"'{File(name)}'"))} -Verbose -Debug *>&1",
            "$estate | Get-AiIamGrant -Action bedrock:InvokeModel -Verbose -Debug *>&1",
            "$estate | Get-AiNetworkExposure -Verbose -Debug *>&1",
        })
        {
            Note(said, _session.Run(script));
        }
        Note(said, _session.Run("$Error | ForEach-Object { $_; $_.Exception; $_.Exception.InnerException; $_.ScriptStackTrace; $_.InvocationInfo }"));
        foreach (var file in _folder.GetFiles())
        {
            said.AppendLine(Text(file));
        }

        // What was planted was read: its marks are there.
        var text = said.ToString();
        Assert.Contains("[secret: password in a URL]", text, StringComparison.Ordinal);
        Assert.Contains("[secret: password or key in a script]", text, StringComparison.Ordinal);
        var at = text.IndexOf(Canary, StringComparison.Ordinal);
        Assert.True(at < 0, at < 0 ? "" : text[Math.Max(0, at - 500)..Math.Min(text.Length, at + 100)]);
    }

    private void Plant()
    {
        var fake = account.Fake;
        var script = Convert.ToBase64String(Encoding.UTF8.GetBytes($"#!/bin/bash\nexport DB_PASSWORD=script{Canary}\n"));
        fake.Answer("sagemaker:ListModels", "us-east-1", """{ "Models": [{ "ModelName": "m", "ModelArn": "arn:aws:sagemaker:us-east-1:123456789012:model/m" }] }""");
        fake.Answer("sagemaker:DescribeModel", "us-east-1", $$"""{ "ModelName": "m", "PrimaryContainer": { "Image": "x", "Environment": { "DB_PASSWORD": "password{{Canary}}", "PLAIN": "plain{{Canary}}", "URL": "postgres://u:pw{{Canary}}@h/x", "STORE": "DefaultEndpointsProtocol=https;AccountKey=account{{Canary}}" } } }""");
        fake.Answer("sagemaker:ListNotebookInstanceLifecycleConfigs", "us-east-1", """{ "NotebookInstanceLifecycleConfigs": [{ "NotebookInstanceLifecycleConfigName": "c", "NotebookInstanceLifecycleConfigArn": "arn:aws:sagemaker:us-east-1:123456789012:notebook-instance-lifecycle-config/c" }] }""");
        fake.Answer("sagemaker:DescribeNotebookInstanceLifecycleConfig", "us-east-1", $$"""{ "NotebookInstanceLifecycleConfigName": "c", "OnStart": [{ "Content": "{{script}}" }] }""");
        // Errors that quote what was sent.
        var quotes = $"password=error{Canary} Authorization: Bearer error{Canary} AKIA0000000000000000{Canary} ghp_00000000000000000000{Canary} https://u:pw{Canary}@h/x AccountKey=error{Canary} -----BEGIN PRIVATE KEY-----\n{Canary}\n-----END PRIVATE KEY-----";
        fake.Spoil("sagemaker:ListEndpoints", 403, "AccessDeniedException", quotes);
        fake.Spoil("bedrock:ListGuardrails", 400, "ValidationException", quotes);
        fake.Spoil("iam:GetAccountAuthorizationDetails", 403, "AccessDenied", quotes);
    }

    private static void Note(StringBuilder said, SessionResult result)
    {
        foreach (var item in result.Output.Concat(result.Errors.Select(PSObject.AsPSObject)).OfType<PSObject>())
        {
            said.AppendLine(item.ToString());
            foreach (var property in item.Properties)
            {
                try
                {
                    said.AppendLine(property.Value is System.Collections.IEnumerable values and not string ? string.Join('\n', values.Cast<object>()) : $"{property.Value}");
                }
                catch (GetValueException)
                {
                    // It has none.
                }
            }
        }
        said.AppendJoin('\n', result.Warnings.Concat(result.Information).Concat(result.Progress.Select(progress => $"{progress}"))).AppendLine();
        said.AppendJoin('\n', result.Errors.Select(error => $"{error.Exception} {error.ErrorDetails}")).AppendLine();
    }

    private static string Text(FileInfo file)
    {
        using var stream = file.OpenRead();
        if (file.Extension == ".aiestate")
        {
            using var gzip = new GZipStream(stream, CompressionMode.Decompress);
            return new StreamReader(gzip).ReadToEnd();
        }
        if (file.Extension == ".xlsx")
        {
            using var zip = new ZipArchive(stream);
            return string.Join('\n', zip.Entries.Select(entry => new StreamReader(entry.Open()).ReadToEnd()));
        }
        return new StreamReader(stream).ReadToEnd();
    }

    private string File(string name) => Path.Join(_folder.FullName, name);

    public void Dispose()
    {
        account.Fake.ClearRules();
        _session.Dispose();
        _folder.Delete(recursive: true);
    }
}
