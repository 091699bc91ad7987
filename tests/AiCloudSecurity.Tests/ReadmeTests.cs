using System.Text.RegularExpressions;
using AiCloudSecurity.CloudFake;

namespace AiCloudSecurity.Tests;

/// <summary>Every PowerShell block of the README runs, in a folder like the repository's root.</summary>
public sealed partial class ReadmeTests(AwsAccount account)
{
    private static readonly string s_readme = File.ReadAllText(Path.Join(Python.RepositoryRoot, "README.md"));

    public static TheoryData<string> Pipelines => new(Blocks.Where(code => !code.Contains(OfAzure, StringComparison.Ordinal)));

    private const string OfAzure = "samples/azure.aiestate";

    private static IEnumerable<string> Blocks => Block().Matches(s_readme).Select(block => block.Groups["code"].Value.Trim());

    // Needs no account of AWS, and so no process of its own.
    [Fact]
    public void The_pipeline_of_the_readme_for_azure_runs()
    {
        using var session = new ModuleSession();
        foreach (var line in Assert.Single(Blocks, code => code.Contains(OfAzure, StringComparison.Ordinal)).Split('\n'))
        {
            var result = session.Run(line.Replace("samples/", $"{Python.RepositoryRoot}/samples/", StringComparison.Ordinal));
            Assert.Empty(result.Errors);
            Assert.NotEmpty(result.Output);
        }
    }

    [Theory, MemberData(nameof(Pipelines))]
    public async Task A_pipeline_of_the_readme_runs(string code)
    {
        await account.FillAsync();
        using var variable = account.Endpoint();
        using var folder = new WorkFolder();
        var (exit, output, errors) = await ShellProgram.RunAsync(folder.Path, "-Command", code);
        // Reads that the sample account refuses are told, and stop nothing.
        Assert.All(errors.Split('\n', StringSplitOptions.RemoveEmptyEntries), error =>
            Assert.True(error.Contains("was refused", StringComparison.Ordinal) || error.Contains("The monitoring of our AI services has gaps", StringComparison.Ordinal), error));
        Assert.Equal(errors.Contains("was refused", StringComparison.Ordinal) ? 1 : 0, exit);
        if (code.Contains("Export-", StringComparison.Ordinal))
        {
            foreach (Match file in FileName().Matches(code))
            {
                Assert.True(new FileInfo(Path.Join(folder.Path, file.Value)).Length > 100, file.Value);
            }
        }
        else if (!code.StartsWith("if", StringComparison.Ordinal))
        {
            Assert.NotEmpty(output.Trim());
        }
    }

    [Fact]
    public void The_commands_of_the_readme_are_those_that_ci_runs()
    {
        var ci = File.ReadAllText(Path.Join(Python.RepositoryRoot, ".ci", "run"));
        foreach (var command in new[] { "dotnet run --project src/AiCloudSecurity.Shell", "dotnet test --max-parallel-test-modules 3" })
        {
            Assert.Contains($"```sh\n{command}\n```", s_readme, StringComparison.Ordinal);
            Assert.Contains($"\n{command}", ci, StringComparison.Ordinal);
        }
    }

    [GeneratedRegex("```powershell\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex(@"(report\.html|findings\.\w+|account\.aiestate)")]
    private static partial Regex FileName();

    private sealed class WorkFolder : IDisposable
    {
        private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("aicloudsecurity");

        public WorkFolder()
        {
            var samples = _folder.CreateSubdirectory("samples");
            foreach (var sample in Directory.EnumerateFiles(System.IO.Path.Join(Python.RepositoryRoot, "samples"), "*.aiestate"))
            {
                File.Copy(sample, System.IO.Path.Join(samples.FullName, System.IO.Path.GetFileName(sample)));
            }
        }

        public string Path => _folder.FullName;

        public void Dispose() => _folder.Delete(recursive: true);
    }
}
